// Builds the product: Next's pages and routes into .next, server.ts into dist. Also a command: `npm run build`.
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureGenerated, ensureInstalled, isStale } from './install.mjs'
import { root, runNode } from './run.mjs'

const sources = [
  'app',
  'components',
  'lib',
  'public',
  'server.ts',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]
const stamp = join(root, 'dist/built')

/** Builds unless the build is newer than every source. @throws when the build fails; it has said why */
export async function ensureBuilt() {
  if (!sources.some((source) => filesBelow(join(root, source)).some((file) => isStale(stamp, file)))) return
  await build()
}

async function build() {
  console.log('Building …')
  rmSync(stamp, { force: true })
  const startedAt = new Date()
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  if ((await runNode(['node_modules/next/dist/bin/next', 'build'], env)) !== 0) throw new Error('next build failed')
  await bundleServer()
  // As old as the moment the build began: what was edited meanwhile is newer.
  writeFileSync(stamp, startedAt.toISOString())
  utimesSync(stamp, startedAt, startedAt)
}

/** Bundles server.ts into dist/server.mjs. */
export const bundleServer = () => bundle('server.ts', 'dist/server.mjs')

/** Bundles a TypeScript file of the project, with all it uses of the project, for Node.js; packages stay outside. */
export async function bundle(/** @type {string} */ entry, /** @type {string} */ outfile) {
  const { build: esbuild } = await import('esbuild')
  await esbuild({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // The marker package refuses to load outside Next's bundler.
    alias: { 'server-only': join(root, 'scripts/empty.mjs') },
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}

/** Every file below a path, or the path itself; nothing when it does not exist. */
function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureInstalled()
    await ensureGenerated()
    await build()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
