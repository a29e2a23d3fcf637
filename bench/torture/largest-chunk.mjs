import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../program.mjs'

/** The path at which the largest script of the pages is served. */
export function largestChunk() {
  const folder = join(root, '.next/static/chunks')
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const size = (/** @type {string} */ name) => statSync(join(folder, name)).size
  return `/_next/static/chunks/${scripts.reduce((a, b) => (size(b) > size(a) ? b : a))}`
}
