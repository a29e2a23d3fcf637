import { readdirSync, readFileSync } from 'node:fs'
import { residentMb } from '../memory.mjs'

/** Every process with its parent, unless it has ended and only waits to be buried. @returns {Map<number, number>} */
function parents() {
  const found = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    // The command's name may contain anything, parentheses included: fields count from the last one.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (parent && state !== 'Z') found.set(Number(name), Number(parent))
  }
  return found
}

/** A process and everything it started, by process id. */
export function treeOf(/** @type {number} */ root) {
  const all = parents()
  const tree = all.has(root) ? [root] : []
  for (const above of tree) for (const [pid, parent] of all) if (parent === above) tree.push(pid)
  return tree
}

/** The product's processes of one kind below `root`, oldest first: `machines` answer programs, `pages` render pages. */
export function workersOf(/** @type {number} */ root, /** @type {string} */ kind) {
  return treeOf(root).filter((pid) => wordsOf(pid).includes(kind))
}

/** The words a process was started with. */
export const wordsOf = (/** @type {number} */ pid) => read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1)

/** File descriptors that a process and everything it started have open, and memory they hold, in MB. @typedef {ReturnType<typeof resourcesOf>} Resources */
export function resourcesOf(/** @type {number} */ root) {
  const sum = { descriptors: 0, mb: 0 }
  for (const pid of treeOf(root)) {
    try {
      sum.descriptors += readdirSync(`/proc/${pid}/fd`).length
      sum.mb += residentMb(pid)
    } catch {
      // It ended while we read.
    }
  }
  return sum
}

/** Ends processes at once, as the out-of-memory killer does. */
export function killAll(/** @type {number[]} */ pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

/** Resolves when none of them runs any more. */
export async function untilGone(/** @type {number[]} */ pids) {
  while (pids.some((pid) => parents().has(pid))) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** User and group a process runs as. */
export function ownerOf(/** @type {number} */ pid) {
  const status = read(`/proc/${pid}/status`)
  const id = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return { uid: id('Uid'), gid: id('Gid') }
}

function read(/** @type {string} */ path) {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // It ended while we read.
    return ''
  }
}
