import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program in the project's root, its output streamed, without standard input.
 * @param {string} program a name in PATH
 * @param {string[]} words its arguments
 * @param {Record<string, string>} env added to this process's environment
 * @returns {Promise<number>} the exit code; 1 when it could not start or was ended by a signal
 */
export function run(program, words, env = {}) {
  return new Promise((resolve) => {
    // Windows starts npm only through a shell.
    const shell = process.platform === 'win32' && program === 'npm'
    const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env }, shell })
    const kill = () => child.kill()
    process.once('exit', kill)
    const finish = (/** @type {number | null} */ code) => {
      process.off('exit', kill)
      resolve(code ?? 1)
    }
    child.once('error', (error) => {
      console.error(`${program} could not start: ${error.message}`)
      finish(1)
    })
    child.once('exit', finish)
  })
}

/** Runs a JavaScript file of the project or of a dependency; otherwise as {@link run}. */
export function runNode(/** @type {string[]} */ words, /** @type {Record<string, string>} */ env = {}) {
  return run(process.execPath, words, env)
}
