import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server started by a test, with everything it has printed so far. */
export type Started = { child: ChildProcess; url: string; output: () => string; exited: Promise<number | null> }

const running = new Set<ChildProcess>()
// A failed test must not leave its servers behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A developer's `.env` is not for the servers under test. */
export const noEnvFile = { ENV_FILE: '/dev/null', __NEXT_PROCESSED_ENV: 'true' }

/** Starts a server process; `env` is all it gets besides PATH and HOME. */
export function start(command: string, words: string[], port: number, env: Record<string, string>): Started {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, words, {
    env: { NODE_ENV: 'production', PATH, HOME, PORT: String(port), ...noEnvFile, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  return { child, url: `http://127.0.0.1:${port}`, output: () => output, exited }
}

/** Starts the product as `npm start` does. */
export function startProduct(port: number, env: Record<string, string>, ...words: string[]): Started {
  return start(process.execPath, ['scripts/start.mjs', ...words], port, env)
}

/** Waits until the server has printed `text`; rejects when it ends first. */
export async function untilPrinted(server: Started, text: string): Promise<void> {
  const deadline = Date.now() + 60_000
  let ended = false
  server.exited.then(() => {
    ended = true
  })
  while (!server.output().includes(text)) {
    if (ended || Date.now() > deadline) throw new Error(`"${text}" was not printed:\n${server.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Stops a server as an operator does and returns its exit code. */
export function stop(server: Started): Promise<number | null> {
  server.child.kill('SIGTERM')
  return server.exited
}

/** A folder that is removed when the tests end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'application-credentials-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
