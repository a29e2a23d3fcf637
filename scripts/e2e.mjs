// The browser and client tests against the built server: `npm run test:e2e`, arguments go to Playwright.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureGenerated, ensureInstalled } from './install.mjs'
import { startPostgres } from './postgres.mjs'
import { root, runNode } from './run.mjs'

await ensureInstalled()
await ensureGenerated()
// These need the dependencies, so they cannot be loaded earlier.
const { ensureBuilt } = await import('./build.mjs')
const { findChromium } = await import('./browser.mjs')
const { default: pg } = await import('pg')

await ensureBuilt()
const chromium = await findChromium()
const { url, stop } = await startPostgres()

const name = `e2e_${Date.now()}`
const client = new pg.Client(url)
await client.connect()
await client.query(`CREATE DATABASE ${name}`)
const database = new URL(url)
database.pathname = name

mkdirSync(join(root, 'test-results'), { recursive: true })
const words = ['node_modules/@playwright/test/cli.js', 'test', '--config=e2e/playwright.config.ts', ...process.argv.slice(2)]
const code = await runNode(words, { E2E_CHROMIUM: chromium, E2E_DATABASE_URL: database.href })
if (code !== 0) console.error("The server's own output is in test-results/server.log.")

await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
await client.end()
stop()
process.exit(code)
