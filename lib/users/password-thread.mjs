// One of the threads of password-threads.ts. Takes `{ password, hash }` and posts whether the two belong together, or
// `{ password, cost }` and posts a new hash. Plain JavaScript, so that every set-up can start the file as it is.
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { compareSync, hashSync } from 'bcryptjs'

try {
  // On Linux this lowers only the thread that asks, so that hashing gives way to answering. Elsewhere it would lower the process.
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // Forbidden, or lower already: hashing goes on as it is.
}

parentPort.on('message', ({ password, cost, hash }) => {
  parentPort.postMessage(hash === undefined ? hashSync(password, cost) : compareSync(password, hash))
})
