import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Memory that a process holds, in MB. */
export function residentMb(/** @type {number} */ pid) {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kb) / 1024
}

/** What is alive in the heap of a server that runs with report-heap.mjs, in MB. */
export async function heapUsedMb(/** @type {number} */ pid) {
  const file = join(tmpdir(), `heap-${pid}`)
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    try {
      const bytes = Number(readFileSync(file, 'utf8'))
      rmSync(file, { force: true })
      if (bytes > 0) return bytes / 1024 / 1024
    } catch {
      // Not written yet.
    }
  }
  throw new Error('The server does not tell its heap')
}
