import { connect } from '../postgres.mjs'
import { observeOutage } from './outage.mjs'

/** Others have taken every connection of the database, and go on taking those that the product loses. */
export const noConnections = {
  name: 'no-connections',
  databases: ['postgres'],
  isOutage: true,
  async run(/** @type {import('../attack.mjs').Context} */ context) {
    const { query, url } = context.postgres
    /** @type {import('pg').Client[]} */ const taken = []
    let isOver = false
    const takeAll = async () => {
      while (!isOver) {
        try {
          taken.push(await connect(url))
        } catch {
          // None is left: those of the product are made free, and it is a matter of who comes first.
          await new Promise((resolve) => setTimeout(resolve, 20))
          const held = taken.map((client) => /** @type {any} */ (client).processID)
          await query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'product' AND pid <> ALL($1::int[])", [held])
        }
      }
    }
    const taking = takeAll()
    try {
      return await observeOutage(context, { alwaysRefuses: false })
    } finally {
      isOver = true
      await taking
      await Promise.all(taken.map((client) => client.end()))
    }
  },
}
