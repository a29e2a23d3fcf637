import { readFileSync } from 'node:fs'
import type { Config } from '@/lib/config'
import { lookUpConnections } from '@/lib/db/look-up-connections'

/** Where the system does not tell: the usual soft limit. */
const usualLimit = 1_024

/** What a process opens besides connections: its own files, the log, the inspector. */
const ownDescriptors = 128

/** Connections to each process that renders pages. */
export const connectionsPerPagesProcess = 64

/** More connections than this are of no use to anybody, and each takes some 40 KB. */
const mostConnections = 10_000
const mostPages = 256

/** How many connections a server may have at once, and how many requests for pages may be under way on them. */
export type Bounds = { connections: number; pages: number }

/**
 * Bounds that leave descriptors for everything else, so that no crowd takes the last one: a page may need a file or a connection of its
 * own. At most a quarter goes to pages; the rest are for programs.
 */
export function bounds(config: Pick<Config, 'databasePoolSize' | 'databaseUrl' | 'webConcurrency'>, limit = descriptorLimit()): Bounds {
  const toDatabase = config.databaseUrl ? config.databasePoolSize + lookUpConnections : 0
  const toPages = config.databaseUrl ? connectionsPerPagesProcess * config.webConcurrency : 0
  const free = Math.max(64, limit - ownDescriptors - toDatabase - toPages)
  const pages = Math.min(mostPages, Math.floor(free / 4))
  return { pages, connections: Math.min(mostConnections, free - pages) }
}

/** How many descriptors this process may have open at once. */
export function descriptorLimit(): number {
  try {
    const [, soft] = /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft) || usualLimit
  } catch {
    return usualLimit
  }
}
