import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { results, startServer } from '../program.mjs'
import { product } from './product.mjs'

const folder = (/** @type {number} */ sessions) => join(results, 'embedded', String(sessions))
const env = (/** @type {import('../fixtures.mjs').Fill} */ fill) => ({ ...product.env(), DATA_DIR: folder(fill.sessions) })

/** The fast lane on the embedded database. Nobody else can open that while it runs, so it is asked itself for the tokens it answered. */
export const productEmbedded = {
  ...product,
  name: 'product, fast lane, embedded database',
  key: 'product-embedded',
  env,
  fill: undefined,
  fillAfterStart: undefined,
  stored: undefined,
  clean: undefined,
  askForTokens: true,
  async prepare(/** @type {string} */ _url, /** @type {number} */ port, /** @type {import('../fixtures.mjs').Fill} */ fill) {
    await product.prepare()
    rmSync(folder(fill.sessions), { recursive: true, force: true })
    // Its first start makes the tables; then it is filled while nobody holds it.
    await (await startServer('product-embedded-first', product.words, env(fill), port)).stop()
    const { PGlite } = await import('@electric-sql/pglite')
    const db = await PGlite.create(join(folder(fill.sessions), 'db'))
    await product.fill({ query: (/** @type {string} */ text) => db.exec(text) }, fill)
    await db.exec('VACUUM ANALYZE')
    await db.close()
  },
}
