import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { aptInstall } from './apt.mjs'
import { freePort, unprivilegedUser } from './postgres.mjs'

/**
 * Finds PgBouncer, in PATH or where Debian puts it, or installs it.
 * @returns {string | undefined} the program's path; undefined where there is none to be had
 */
export function ensurePgbouncer() {
  return findProgram() ?? (aptInstall('pgbouncer') ? findProgram() : undefined)
}

function findProgram() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin']
  return folders.map((folder) => join(folder, 'pgbouncer')).find((path) => existsSync(path))
}

/** The ways a database is pooled, each under a name of its own. */
const modes = ['session', 'transaction', 'statement']

/**
 * Starts a throwaway PgBouncer on loopback before one database, gone with the process.
 * @param {string} databaseUrl the database, as PostgreSQL serves it
 * @param {Record<string, string | number>} own settings of the section [pgbouncer] on top of the usual ones
 * @returns {Promise<{ urlOf: (mode: string) => string, stop: () => void }>} `urlOf('session' | 'transaction' | 'statement')`: the
 * database, pooled that way
 */
export async function startPgbouncer(databaseUrl, own = {}) {
  const program = ensurePgbouncer()
  if (!program) throw new Error('The tests need PgBouncer: install it (on Debian the package pgbouncer).')

  const { hostname, port: serverPort, username, password, pathname } = new URL(databaseUrl)
  const login = `user=${decodeURIComponent(username)}${password && ` password=${decodeURIComponent(password)}`}`
  const server = `host=${hostname} port=${serverPort || 5432} dbname=${pathname.slice(1)} ${login}`
  const port = await freePort()
  // Whoever asks is let in: it listens on loopback, for one test.
  const settings = { listen_addr: '127.0.0.1', listen_port: port, auth_type: 'any', unix_socket_dir: '', default_pool_size: 40, ...own }
  const lines = [
    '[databases]',
    ...modes.map((mode) => `${mode} = ${server} pool_mode=${mode}`),
    '[pgbouncer]',
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
  ]
  const folder = mkdtempSync(join(tmpdir(), 'test-pgbouncer-'))
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(file, `${lines.join('\n')}\n`)
  chmodSync(folder, 0o755)
  const child = spawn(program, ['-q', file], { ...unprivilegedUser(), stdio: ['ignore', 'ignore', 'inherit'] })
  const stop = () => {
    child.kill('SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', stop)
  await untilOpen(port)
  return { urlOf: (mode) => `postgres://${username}@127.0.0.1:${port}/${mode}`, stop }
}

/** Waits until somebody listens. @throws after 10 s without */
async function untilOpen(/** @type {number} */ port) {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.on('close', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isOpen) return
    await delay(50)
  }
  throw new Error('PgBouncer did not start; what it said is above.')
}
