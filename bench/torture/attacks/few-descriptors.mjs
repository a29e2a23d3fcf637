import { stayAround } from './idle-crowd.mjs'
import { waves } from './pipelining.mjs'

/** Where a process may have 1 024 files open, as is usual: first 900 connections that pipeline, then more that stay than there can be. */
export const fewDescriptors = {
  name: 'few-descriptors',
  databases: ['pglite'],
  descriptors: 1_024,
  async run(/** @type {import('../attack.mjs').Context} */ context) {
    const half = Date.now() + (context.until - Date.now()) / 2
    await waves({ ...context, until: half }, 900, 900)
    await stayAround(context, 1_200)
  },
}
