import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { observeOutage } from './outage.mjs'

/** The disk of the database is full, to the last byte. Its files lie in a small file system of their own. */
export const fullDatabase = {
  name: 'full-database',
  databases: ['postgres'],
  isOutage: true,
  needsSmallDisk: true,
  async run(/** @type {import('../attack.mjs').Context} */ context) {
    const ballast = join(String(context.smallDisk), 'ballast')
    let isOver = false
    const keepFull = async () => {
      while (!isOver) {
        fillUp(ballast)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const keeping = keepFull()
    try {
      return await observeOutage(context, { alwaysRefuses: false })
    } finally {
      isOver = true
      await keeping
      rmSync(ballast, { force: true })
      // What could not write its log has ended itself.
      if (!context.postgres.isRunning()) await context.postgres.start()
    }
  },
}

/** Appends to a file until nothing more can be written. */
function fillUp(/** @type {string} */ path) {
  const file = openSync(path, 'a')
  try {
    for (const size of [1_048_576, 4_096, 1]) {
      const zeros = Buffer.alloc(size)
      while (isWritten(file, zeros));
    }
  } finally {
    closeSync(file)
  }
}

function isWritten(/** @type {number} */ file, /** @type {Buffer} */ bytes) {
  try {
    return writeSync(file, bytes) > 0
  } catch {
    return false
  }
}
