import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Which process holds a folder. Its number alone would not say: another machine, container or process may have the same one. */
export type Holder = {
  host: string
  /** Which start of the machine. */
  boot: string
  /** Which numbering of processes: a container has its own. */
  numbering: string
  pid: number
  /** When the process began, in clock ticks since the machine's start. */
  startedTicks: string
}

/** This process as a holder; undefined where the system does not tell (there is no /proc). */
export async function thisProcess(): Promise<Holder | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    const numbering = await readlink('/proc/self/ns/pid')
    const startedTicks = await startOf(process.pid)
    return startedTicks ? { host: hostname(), boot, numbering, pid: process.pid, startedTicks } : undefined
  } catch {
    return undefined
  }
}

/** Whether a holder still runs: `unknown` unless it ran where this process does, since the machine's last start. */
export async function stateOf(holder: Holder): Promise<'alive' | 'gone' | 'unknown'> {
  const here = await thisProcess()
  const isHere = here && holder.host === here.host && holder.boot === here.boot && holder.numbering === here.numbering
  if (!isHere) return 'unknown'
  return (await startOf(holder.pid)) === holder.startedTicks ? 'alive' : 'gone'
}

/** When process `pid` began; undefined when there is none, or only what a killed one leaves until its parent has asked how it ended. */
async function startOf(pid: number) {
  const line = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // The second field is the program's name in parentheses and may hold anything; the third is the state, the 22nd the start.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return /^[ZXx]/.test(line === '' ? 'X' : (fields[0] ?? 'X')) ? undefined : fields[19]
}
