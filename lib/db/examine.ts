import pg from 'pg'
import { StartError } from '@/lib/start-error'
import { addressOf } from './explain'
import { settingsIn } from './options'
import { shareServers } from './pooling'
import { connectionOptions } from './postgres'
import { type Settings, setUp } from './session-settings'

/** A server that can hold our data: how to connect to it, what its operator wishes to be set, and the schema that is ours. */
export type Server = { url: string; wished: Settings; schema: string }

/** No answer may take longer: a pooler with no connection free lets wait for minutes. */
const patienceMs = 10_000

/**
 * Looks at the database at `url` before anything is created in it.
 * @throws {StartError} another encoding than UTF-8, no schema or somebody else's, a pooler that shares connections or refuses how we
 * connect; any error of connecting as it is
 */
export async function examine(url: string): Promise<Server> {
  const where = addressOf(url)
  const { client, ...way } = await connect(url, where)
  try {
    const wanted = new URL(url).searchParams.get('schema') ?? undefined
    const { serverEncoding, schema } = await setUp(client, { wished: way.wished, schema: wanted })
    if (serverEncoding !== 'UTF8') {
      throw new StartError(
        `The database at ${where} stores text as ${serverEncoding}, which cannot hold every name. Create one with ENCODING 'UTF8'.`,
      )
    }
    if (schema === null) throw new StartError(noSchema(wanted, where))
    // Prisma puts the name between quotation marks as it is.
    if (schema.includes('"')) throw new StartError(`The name of the schema to use at ${where} holds a quotation mark. Use another schema.`)
    await refuseForeignTables(client, schema, where)
    await refuseSharing(client, way.url, where)
    return { ...way, schema }
  } finally {
    await client.end()
  }
}

/** A pooler may refuse the startup parameter `options`: then what it would have set is set once connected. */
async function connect(url: string, where: string) {
  try {
    return { url, wished: {}, client: await connected(url) }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code !== '08P01' || !/startup parameter/.test(message)) throw error
    const plain = new URL(url)
    const options = plain.searchParams.get('options')
    if (options === null || !/options/.test(message)) throw new StartError(refusedParameter(where, message))
    plain.searchParams.delete('options')
    return { url: plain.href, wished: settingsIn(options), client: await connected(plain.href) }
  }
}

async function connected(url: string) {
  const client = newClient(url)
  // What breaks fails the question under way; unheard, it would end the process as well.
  client.on('error', () => {})
  await client.connect()
  return client
}

function newClient(url: string) {
  try {
    return new pg.Client({ ...connectionOptions(url), query_timeout: patienceMs })
  } catch (error) {
    // The files of sslrootcert, sslcert and sslkey are read at once, and some combinations refused.
    const { message } = error as Error
    throw new StartError(`DATABASE_URL cannot be used (${message}). Correct it.`)
  }
}

async function refuseForeignTables(client: pg.Client, schema: string, where: string) {
  const { rows } = await client.query<{ elsewhere: string }>(
    `SELECT n.nspname AS elsewhere FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = to_regclass('application_credentials') AND n.nspname <> $1`,
    [schema],
  )
  if (!rows[0]) return
  throw new StartError(
    `The data at ${where} is in the schema ${rows[0].elsewhere}, but new tables would be created in ${schema}. Name the schema to use: ?schema=${rows[0].elsewhere} in DATABASE_URL.`,
  )
}

async function refuseSharing(client: pg.Client, url: string, where: string) {
  const other = await connected(url)
  try {
    if (!(await shareServers(client, other))) return
  } catch (error) {
    if (!/timeout/i.test((error as Error).message)) throw error
    throw new StartError(`The pooler at ${where} gives out one connection at a time. Let it give this server as many as README.md names.`)
  } finally {
    await other.end()
  }
  throw new StartError(
    `The pooler at ${where} shares its connections between transactions, which loses prepared statements, settings and locks. Set it to pool sessions (pool_mode = session), or connect to PostgreSQL itself.`,
  )
}

const noSchema = (wanted: string | undefined, where: string) =>
  wanted === undefined
    ? `At ${where} there is no schema to create tables in: none that the user's search_path names exists. Create it (CREATE SCHEMA), or name another: ?schema=… in DATABASE_URL.`
    : `At ${where} there is no schema ${wanted}, or the user in DATABASE_URL may not use it. Create it (CREATE SCHEMA), or correct ?schema= in DATABASE_URL.`

const refusedParameter = (where: string, message: string) =>
  `What answers at ${where} refuses how DATABASE_URL connects (${message}). Remove that parameter, or let the pooler ignore it (ignore_startup_parameters).`
