import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { root } from '../program.mjs'
import { logFile } from './log-file.mjs'
import { killAll, resourcesOf, treeOf, untilGone, workersOf } from './processes.mjs'

/** How long a start may take, and an orderly end, in ms. */
const longestStartMs = 90_000
const longestStopMs = 20_000

/** Everyone's password in the demonstration company. */
export const demoPassword = 'a password of the torture'

/** @typedef {ReturnType<typeof startProduct>} Product the server under torture */

/**
 * Starts the product as `npm start -- --demo` does, with processes of its own group; its output goes to a log in bench/results.
 * @param {string} name names the log
 * @param {number} port
 * @param {Record<string, string>} env
 * @param {number} [descriptors] the most files it may have open; none: as many as this process
 */
export function startProduct(name, port, env, descriptors) {
  const log = createWriteStream(logFile(name), { flags: 'a' })
  const limit = descriptors ? `ulimit -n ${descriptors}; ` : ''
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" scripts/start.mjs --demo`, process.execPath], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', PATH, HOME, PORT: String(port), DEMO_PASSWORD: demoPassword, ...env },
  })
  const pid = Number(child.pid)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      log.write(part)
      output = (output + part).slice(-4_000)
    })
  }
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const killNow = () => killAll(treeOf(pid))
  process.once('exit', killNow)

  return {
    pid,
    workers: (/** @type {'machines' | 'pages'} */ kind) => workersOf(pid, kind),
    resources: () => resourcesOf(pid),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    /** Resolves when it has printed that it is ready. @throws when it ends first or takes too long */
    async untilReady() {
      const deadline = Date.now() + longestStartMs
      while (!output.includes('is ready')) {
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The product did not start:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    /** kill -9 of all its processes at once. */
    async kill() {
      const all = treeOf(pid)
      killAll(all)
      await gone
      await untilGone(all)
      process.off('exit', killNow)
    },
    /** Ends it as an operator does; kills what has not ended by then. */
    async stop() {
      const all = treeOf(pid)
      if (child.exitCode === null) child.kill('SIGTERM')
      const timer = setTimeout(() => killAll(all), longestStopMs)
      await gone
      clearTimeout(timer)
      killAll(all)
      await untilGone(all)
      process.off('exit', killNow)
    },
  }
}
