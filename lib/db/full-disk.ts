import { onePerProcess } from './batch'
import { database } from './client'

const state = onePerProcess('full-disk', () => ({ isMet: false }))

/**
 * Notes that PostgreSQL refused a statement with this SQLSTATE. Of a full disk only what needs a new page hears: what readiness commits
 * still has room in the write-ahead log.
 */
export function noteRefusal(code: string | undefined): void {
  if (code === '53100') state.isMet = true
}

/** A row that fits no page there is, taken back at once. */
const needsPages = `
  INSERT INTO server_keys (name, value)
  SELECT 'room ' || gen_random_uuid(), string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 400)`

/** Whether the database can grow. Tried only once a statement of this process has met a full disk, until it can again. */
export async function hasRoom(): Promise<boolean> {
  if (!state.isMet) return true
  const client = await database().pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(needsPages)
    state.isMet = false
  } catch {
    state.isMet = true
  } finally {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
  return !state.isMet
}
