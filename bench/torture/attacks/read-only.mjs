import { observeOutage } from './outage.mjs'

/** The database takes no writes, as after a fail-over to a standby. */
export const readOnly = {
  name: 'read-only',
  databases: ['postgres'],
  isOutage: true,
  async run(/** @type {import('../attack.mjs').Context} */ context) {
    const { query } = context.postgres
    const set = async (/** @type {string} */ statement) => {
      await query(statement)
      await query('SELECT pg_reload_conf()')
    }
    await set('ALTER SYSTEM SET default_transaction_read_only = on')
    try {
      return await observeOutage(context, { alwaysRefuses: true })
    } finally {
      await set('ALTER SYSTEM RESET default_transaction_read_only')
    }
  },
}
