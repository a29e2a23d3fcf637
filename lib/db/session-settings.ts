import type { ClientBase } from 'pg'
import pg from 'pg'
import { canWrite } from './beat'

/**
 * What every connection is set to, whatever the server, the role, the database, a URL's `options=` or a pooler say. Prisma's adapter sends
 * instants without a zone and reads them as ISO words; the token path reads bytes in hex and writes NULL in arrays; statements that
 * take a lock go on with the rows as they are by then.
 */
const reliedOn = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  extra_float_digits: '1',
  default_transaction_isolation: 'read committed',
}

/** Settings by name, as `SHOW` spells their values. */
export type Settings = Record<string, string>

/** What a connection is to be set to besides: an operator's own wishes, which ours overrule, ours, and the one schema it sees. */
export type Session = { wished?: Settings; settings?: Settings; schema?: string }

/** What a server says about itself; `schema`: where tables would be created, null for nowhere. */
export type ServerFacts = { serverEncoding: string; schema: string | null }

/**
 * Sets a new connection to what we rely on and looks whether it took, in one round trip. Settings sent at connecting would be lost where
 * a pooler drops them, and cannot be sent where one refuses them.
 * @throws an error that says that the database is unavailable: a setting that does not take, a server that is read-only
 */
export async function setUp(client: ClientBase, { wished, settings, schema }: Session): Promise<ServerFacts> {
  const ours: Settings = { ...reliedOn, ...settings, ...(schema !== undefined && { search_path: pg.escapeIdentifier(schema) }) }
  const statements = [wished ?? {}, ours].filter((some) => Object.keys(some).length > 0).map(settingStatement)
  const results = await client.query([...statements, lookStatement(Object.keys(ours))].join('; '))
  // One result for each statement, which the types do not know.
  const [row] = (results as unknown as { rows: (Settings & { schema: string | null; can_write: boolean })[] }[]).at(-1)?.rows ?? []
  if (!row) throw rejected('08004', 'the server did not say how the connection is set')
  const deaf = Object.entries(ours).find(([name, value]) => row[name] !== value)
  if (deaf) throw rejected('08004', `${deaf[0]} stays ${row[deaf[0]]} though it was set to ${deaf[1]}`)
  if (!row.can_write) throw rejected('25006', 'the server is read-only')
  return { serverEncoding: String(row.server_encoding), schema: row.schema }
}

const settingStatement = (settings: Settings) =>
  `SELECT ${Object.entries(settings)
    .map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`)
    .join(', ')}`

const lookStatement = (names: string[]) =>
  `SELECT ${names.map((name) => `current_setting(${pg.escapeLiteral(name)}) AS ${pg.escapeIdentifier(name)}`).join(', ')},
    current_setting('server_encoding') AS server_encoding, current_schema() AS schema, ${canWrite} AS can_write`

function rejected(code: string, reason: string) {
  return Object.assign(new Error(`The connection cannot be used: ${reason}`), { code })
}
