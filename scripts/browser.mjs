import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { aptInstall } from './apt.mjs'
import { runNode } from './run.mjs'

/**
 * Finds a Chromium that starts, installing one if need be.
 * @returns {Promise<string>} path of its executable
 * @throws when there is none and none can be installed
 */
export async function findChromium() {
  const found = inPath() ?? own()
  if (found) return found
  await runNode(['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
  const installed = own() ?? (aptInstall('chromium') ? inPath() : undefined)
  if (installed) return installed
  throw new Error('The browser tests need Chromium: install it, or run "npx playwright install --with-deps chromium".')
}

function inPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(starts)
}

/** Playwright's own download. */
function own() {
  return [chromium.executablePath()].find(starts)
}

/** A browser may be there and yet lack its libraries, or be a stub that only advertises a package. */
function starts(/** @type {string} */ file) {
  if (!existsSync(file)) return false
  // On Windows --version would open a window.
  return process.platform === 'win32' || spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0
}
