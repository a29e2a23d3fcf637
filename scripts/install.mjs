import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, runNode } from './run.mjs'

/**
 * Whether something made from a file has to be made again.
 * @param {string} made path of what was made
 * @param {string} source path of the file it was made from
 */
export function isStale(made, source) {
  return !existsSync(made) || statSync(made).mtimeMs < statSync(source).mtimeMs
}

/** Installs the locked dependencies unless they are there. @throws when npm fails; npm has said why */
export async function ensureInstalled() {
  // npm writes this list at the end of an installation, so it is also missing after an interrupted one.
  if (!isStale(join(root, 'node_modules/.package-lock.json'), join(root, 'package-lock.json'))) return
  console.log('Installing dependencies …')
  // The build and the tests need the development dependencies, whatever NODE_ENV says.
  if ((await run('npm', ['ci', '--include=dev'])) !== 0) throw new Error('npm ci failed')
}

/** Generates the Prisma client unless it is there. Needs no network. @throws when Prisma fails; it has said why */
export async function ensureGenerated() {
  if (!isStale(join(root, 'lib/db/generated/client.ts'), join(root, 'prisma/schema.prisma'))) return
  if ((await runNode(['node_modules/prisma/build/index.js', 'generate'])) !== 0) throw new Error('prisma generate failed')
}
