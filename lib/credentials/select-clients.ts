import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { bytes, instant, number, optional, type RowOf, reader, text, wireList, words } from '@/lib/db/columns'
import { arrayParameter, runPrepared } from '@/lib/db/prepared'
import type { Sources } from '@/lib/failed-attempts/limits'
import { currentFacts } from './fact-columns'

const columns = {
  /** Null when there is no such client. */
  id: optional(text('c.id')),
  clientId: text('c.client_id'),
  secretHash: bytes('c.secret_hash'),
  previousSecretHash: optional(bytes('c.previous_secret_hash')),
  ...currentFacts,
  operationalRoleId: optional(text('o.role_id')),
  operationalFeatures: optional(words('ro.features')),
  builderRoleId: optional(text('b.role_id')),
  builderFeatures: optional(words('rb.features')),
  /** The failures its sources have on record. */
  pairLevel: optional(number('p.level')),
  pairAt: instant('p.at'),
  addressLevel: optional(number('a.level')),
  addressAt: instant('a.at'),
}
/** All that a client is judged by. */
export type ClientRow = RowOf<typeof columns>

/** Reads a batch of clients: a row per request, found or not, with the failures its sources have on record. */
export const selectClients = {
  name: 'select-clients',
  isRead: true,
  text: `
    SELECT ${wireList(columns)}
    FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS r(client_id, pair_key, address_key, n)
    LEFT JOIN application_credentials c ON c.client_id = r.client_id
    LEFT JOIN users u ON u.id = c.owner_id
    LEFT JOIN user_roles o ON o.user_id = c.owner_id AND o.role_id = c.operational_role_id
    LEFT JOIN roles ro ON ro.id = o.role_id
    LEFT JOIN user_roles b ON b.user_id = c.owner_id AND b.role_id = c.builder_role_id
    LEFT JOIN roles rb ON rb.id = b.role_id
    LEFT JOIN settings g ON g.id = 1
    LEFT JOIN failed_attempts p ON p.key = r.pair_key
    LEFT JOIN failed_attempts a ON a.key = r.address_key
    ORDER BY r.n`,
  read: reader(columns),
}

/** Whom to look up, and the sources that its failures are counted by: from that address, and anything from there. */
export type Look = Sources & { clientId: string }

/** Reads what a client is judged by, in one look-up shared with concurrent callers. Its `id` is null if there is no such client. */
export const loadClient = onePerProcess('load-client', () =>
  batched(async (looks: readonly Look[]) => {
    const values = [looks.map(({ clientId }) => clientId), looks.map(({ pair }) => pair.key), looks.map(({ address }) => address.key)]
    return (await runPrepared(database().lookUps, selectClients, values.map(arrayParameter))).map(selectClients.read)
  }),
)
