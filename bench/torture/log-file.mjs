import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { results } from '../program.mjs'

const folder = join(results, 'logs')

/** Path of the log with this name, in a folder that is there. */
export function logFile(/** @type {string} */ name) {
  mkdirSync(folder, { recursive: true })
  return join(folder, `torture-${name}.log`)
}
