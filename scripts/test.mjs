// Everything that must hold, from a fresh clone: `npm test`. Stops at the first failed step; the last line is the sum.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureGenerated, ensureInstalled } from './install.mjs'
import { startPostgres } from './postgres.mjs'
import { root, runNode } from './run.mjs'

/** @typedef {{ passed: number, failed: number }} Count */

const results = 'test-results'
const vitestResults = join(results, 'vitest.json')
const playwrightResults = join(results, 'playwright.json')
/** @type {{ url?: string, stop?: () => void }} */
let postgres = {}

/** @type {[name: string, run: () => Promise<Count>][]} */
const steps = [
  ['Dependencies', () => preparation(ensureInstalled)],
  ['Prisma client', () => preparation(ensureGenerated)],
  ['Lint and format', () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'])],
  // Types of routes and page props are generated, and the compiler needs them.
  ['Route types', () => check(['node_modules/next/dist/bin/next', 'typegen'])],
  ['Types', () => check(['node_modules/typescript/bin/tsc', '--noEmit', '--incremental', 'false'])],
  ['Migrations', () => check(['scripts/make-migration.mjs', '--check'])],
  ['PostgreSQL', () => preparation(database)],
  ['Unit and database tests', () => vitest()],
  ['Browser and client tests', () => playwright()],
]

/** Something the checks need; worth counting only when it fails. */
async function preparation(/** @type {() => Promise<void>} */ prepare) {
  await prepare()
  return { passed: 0, failed: 0 }
}

async function database() {
  postgres = await startPostgres()
}

async function check(/** @type {string[]} */ words) {
  return (await runNode(words)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function vitest() {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestResults}`]
  const code = await runNode(words, { TEST_DATABASE_URL: postgres.url ?? '' })
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(vitestResults)
  return count(code, numPassedTests, numFailedTests, numPendingTests + numTodoTests)
}

async function playwright() {
  const env = { TEST_DATABASE_URL: postgres.url ?? '', PLAYWRIGHT_JSON_OUTPUT_FILE: join(root, playwrightResults) }
  const code = await runNode(['scripts/e2e.mjs', '--reporter=list,json'], env)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read(playwrightResults).stats ?? {}
  return count(code, expected, unexpected + flaky, skipped)
}

/** Nothing executed, or a runner that failed by itself, is a failure too. A build machine must not skip anything. */
function count(/** @type {number} */ code, /** @type {number} */ passed, /** @type {number} */ failed, /** @type {number} */ skipped) {
  const all = failed + (process.env.CI === 'true' ? skipped : 0)
  return { passed, failed: code !== 0 || passed + failed === 0 ? Math.max(all, 1) : all }
}

function read(/** @type {string} */ file) {
  const path = join(root, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

rmSync(join(root, results), { recursive: true, force: true })
mkdirSync(join(root, results))
const total = { passed: 0, failed: 0 }
const summary = []
for (const [name, run] of steps) {
  if (total.failed > 0) {
    summary.push(`– ${name}: not run`)
    continue
  }
  console.log(`\n== ${name}`)
  const start = performance.now()
  const { passed, failed } = await run().catch((error) => {
    console.error(error.message)
    return { passed: 0, failed: 1 }
  })
  total.passed += passed
  total.failed += failed
  summary.push(`${failed ? '✗' : '✓'} ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
postgres.stop?.()
console.log(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
