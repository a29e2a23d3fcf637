import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStale } from '../scripts/install.mjs'
import { run } from '../scripts/run.mjs'
import { here } from './program.mjs'

/** Installs what the benchmark is measured against, at first use. @throws when npm fails; it has said why */
export async function ensurePeers() {
  if (!isStale(join(here, 'node_modules/.package-lock.json'), join(here, 'package-lock.json'))) return
  console.log('Installing the benchmark …')
  if ((await run('npm', ['ci', '--prefix', here])) !== 0) throw new Error('npm ci failed in bench')
}

/** The installed version of a package: the benchmark's own, else the project's. */
export function versionOf(/** @type {string} */ name) {
  const file = ['node_modules', '../node_modules']
    .map((folder) => join(here, folder, name, 'package.json'))
    .find((path) => existsSync(path))
  return file ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed'
}
