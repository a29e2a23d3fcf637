import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Clock ticks per second of /proc; 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100

/** Every process with its parent and the CPU it has used, in ms: its own, and that of children it has buried. */
function processes() {
  if (!existsSync('/proc/self/stat')) return undefined
  /** @type {Map<number, { parent: number, own: number, buried: number }>} */
  const found = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The command's name may contain anything, parentheses included: fields count from the last one.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const ms = (/** @type {number} */ i) => (Number(fields[i]) * 1000) / ticksPerSecond
      found.set(Number(name), { parent: Number(fields[1]), own: ms(11) + ms(12), buried: ms(13) + ms(14) })
    } catch {
      // It ended while we read.
    }
  }
  return found
}

/**
 * CPU that a process and everything it started have used, in ms; undefined where /proc does not say.
 * @param {number} root a process id
 */
export function cpuOfTree(root) {
  const all = processes()
  const top = all?.get(root)
  if (!all || !top) return undefined
  let sum = top.own + top.buried
  const tree = new Set([root])
  for (let grew = true; grew; ) {
    grew = false
    for (const [pid, { parent, own, buried }] of all) {
      if (tree.has(pid) || !tree.has(parent)) continue
      tree.add(pid)
      sum += own + buried
      grew = true
    }
  }
  return sum
}

/** The process above another one. */
export function parentOf(/** @type {number} */ pid) {
  return processes()?.get(pid)?.parent
}

/** The process below `root` that answers programs: the product's own for them, or `root` itself when there is only one. */
export function servingProcess(/** @type {number} */ root) {
  const children = [...(processes() ?? [])].flatMap(([pid, { parent }]) => (parent === root ? [pid] : []))
  return children.find((pid) => wordsOf(pid).includes('machines')) ?? root
}

function wordsOf(/** @type {number} */ pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    // It ended while we read.
    return []
  }
}
