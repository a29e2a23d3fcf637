import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Room for an empty database and a minute of work. */
const size = '256m'

/** Set where this process has mounts of its own, which nobody else sees and which end with it. */
const mark = 'TORTURE_MOUNTS'

/** Why no small disk can be had; undefined when it can. */
export function whyNoSmallDisk() {
  if (process.env[mark]) return undefined
  if (process.platform !== 'linux') return 'it needs mounts of its own, which only Linux has'
  if (process.getuid?.() !== 0) return 'only root may mount a small disk'
  return 'this account may not have mounts of its own (unshare -m)'
}

/** Runs this program again with mounts of its own where that is possible. @returns {Promise<number> | undefined} its exit code; undefined: go on here */
export function runWithOwnMounts() {
  if (process.env[mark] || process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  if (spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', tmpdir()], { stdio: 'ignore' }).status !== 0)
    return undefined
  const words = ['-m', process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawn('unshare', words, { stdio: 'inherit', env: { ...process.env, [mark]: '1' } })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** Mounts a small file system of its own for the time being. */
export function mountSmallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'torture-small-'))
  mount('mount', '-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder)
  // The database's account passes through.
  chmodSync(folder, 0o755)
  return {
    folder,
    close() {
      mount('umount', '--lazy', folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function mount(/** @type {string} */ program, /** @type {string[]} */ ...words) {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}
