import { spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This folder, and the project around it. */
export const here = fileURLToPath(new URL('.', import.meta.url))
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Where figures and logs go. */
export const results = join(here, 'results')

/**
 * Starts a Node.js program as a server, its output in results/logs, and resolves when it answers HTTP.
 * @param {string} name names the log
 * @param {string[]} words the program and its arguments
 * @param {Record<string, string>} env
 * @param {number} port where it is going to listen
 * @param {string} [folder] where to run; usually the project's root
 * @returns {Promise<{ pid: number, stop: () => Promise<void> }>}
 */
export async function startServer(name, words, env, port, folder = root) {
  mkdirSync(join(results, 'logs'), { recursive: true })
  const log = openSync(join(results, 'logs', `${name}.log`), 'w')
  const child = spawn(process.execPath, words, {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(port),
      ...env,
    },
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (child.exitCode === null) child.kill('SIGTERM')
    await gone
  }
  const deadline = Date.now() + 60_000
  for (;;) {
    const answers = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
    if (answers) return { pid: Number(child.pid), stop }
    if (child.exitCode !== null || Date.now() > deadline) {
      kill()
      throw new Error(`${name} did not start; see bench/results/logs/${name}.log`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
