import { readdirSync, readFileSync } from 'node:fs'

/** The process below `root` that answers programs: the product's own for them, or `root` itself when there is only one. */
export function servingProcess(/** @type {number} */ root) {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'latin1'))?.[1])
      if (parent === root && words.includes('machines')) return Number(name)
    } catch {
      // It ended while we read.
    }
  }
  return root
}
