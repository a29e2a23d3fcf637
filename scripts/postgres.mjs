import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { aptInstall } from './apt.mjs'

/** The folder with initdb and pg_ctl: in PATH, where Debian puts them (highest version), or where they usually are. */
function findBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))]
  return [...folders, '/usr/local/bin', '/opt/homebrew/bin'].find((folder) => existsSync(join(folder, 'initdb')))
}

/**
 * PostgreSQL and PgBouncer refuse to run as root: then they run as postgres, or as nobody.
 * @returns {{ uid?: number, gid?: number }} for node:child_process; empty when this is not root
 */
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {}
  const id = (/** @type {string} */ flag) => {
    const ask = (/** @type {string} */ user) => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }))
    try {
      return ask('postgres')
    } catch {
      return ask('nobody')
    }
  }
  return { uid: id('-u'), gid: id('-g') }
}

/** @returns {Promise<number>} a TCP port on loopback nobody listens on */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/**
 * Starts a throwaway PostgreSQL on loopback, gone with the process; TEST_DATABASE_URL names one to use instead.
 * @param {Record<string, string>} own settings of postgresql.conf on top of the usual ones
 * @returns {Promise<{ url: string, stop: () => void }>} the URL of a database whose user may create others
 */
export async function startPostgres(own = {}) {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: () => {} }

  const binaries = findBinaries() ?? (aptInstall('postgresql') ? findBinaries() : undefined)
  if (!binaries) throw new Error('The tests need PostgreSQL 14 or newer: install it, or set TEST_DATABASE_URL to one they may use.')

  const folder = mkdtempSync(join(tmpdir(), 'test-postgres-'))
  const user = unprivilegedUser()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...words) =>
    execFileSync(join(binaries, program), words, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })

  let stopped = false
  const stop = () => {
    if (stopped) return
    stopped = true
    if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', 'stop', '-D', data, '-m', 'fast', '-w')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', stop)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

  run('initdb', '-D', data, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--auth=reject', '--auth-host=trust', '--no-sync')
  const port = await freePort()
  // A zone far from UTC and not on the hour, so that forgotten zones fail. Nothing here is worth an fsync.
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: folder, timezone: 'Asia/Kolkata', max_connections: 200 }
  for (const [name, value] of Object.entries({ ...settings, fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', ...own })) {
    appendFileSync(join(data, 'postgresql.conf'), `${name} = '${value}'\n`)
  }
  run('pg_ctl', 'start', '-D', data, '-w', '-l', join(folder, 'log'))
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
}
