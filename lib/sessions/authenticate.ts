import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { instant, joinedWords, number, optional, type RowOf, reader, splitWords, text, wireList } from '@/lib/db/columns'
import { arrayParameter, runPrepared } from '@/lib/db/prepared'
import { hashSecret, secretHint } from '@/lib/secret-format'
import { causeOfDeath, type DeathReason, endsAt } from './alive'
import { facts } from './fact-columns'
import { touchSession } from './touch'

/** Who is calling: the session, the credential behind it, the person it acts for, and what it may do. */
export type Principal = {
  credential: { id: string; clientId: string; name: string; expiresAt: Date }
  owner: { id: string; name: string; email: string }
  /** Their names. */
  roles: { operational: string | null; builder: string | null }
  /** Access options of those roles as they are now, narrowed to the scope asked for at issue; sorted. */
  features: ReadonlySet<string>
  issuedAt: Date
  /** When the session ends if it is not used again. */
  endsAt: Date
}

/** Dead sessions are still known by whose they are, so that the refusal can be recorded. */
export type Authentication =
  | { ok: true; session: SessionIdentity; principal: Principal }
  | { ok: false; reason: DeathReason | 'unknown'; session?: SessionIdentity }

/** Which session, of which credential; `sessionHint` is the end of its token. */
export type SessionIdentity = { sessionId: string; sessionHint: string; credentialId: string }

const columns = {
  /** Which of the tokens asked for, from 1. */
  place: number('r.n'),
  id: text('s.id'),
  scope: optional(text('s.scope')),
  issuedAt: instant('s.issued_at'),
  lastUsedAt: instant('s.last_used_at'),
  ...facts,
  credentialId: text('c.id'),
  clientId: text('c.client_id'),
  credentialName: text('c.name'),
  ownerId: text('u.id'),
  ownerName: text('u.name'),
  ownerEmail: text('u.email'),
  operationalRole: optional(text('o.name')),
  operationalFeatures: optional(joinedWords('o.features')),
  builderRole: optional(text('b.name')),
  builderFeatures: optional(joinedWords('b.features')),
}
type SessionRow = RowOf<typeof columns>

/** Reads a batch of sessions by the hashes of their tokens, with everything that decides whether each is alive. */
export const selectSessions = {
  name: 'select-sessions',
  text: `
    SELECT ${wireList(columns)}
    FROM unnest($1::bytea[]) WITH ORDINALITY AS r(token_hash, n)
    JOIN sessions s ON s.token_hash = r.token_hash
    JOIN application_credentials c ON c.id = s.credential_id
    JOIN users u ON u.id = c.owner_id
    JOIN settings g ON g.id = 1
    LEFT JOIN roles o ON o.id = s.operational_role_id
    LEFT JOIN roles b ON b.id = s.builder_role_id`,
  read: reader(columns),
}

const loadSession = onePerProcess('load-session', () =>
  batched(async (tokenHashes: readonly Buffer[]) => {
    const found: (SessionRow | undefined)[] = tokenHashes.map(() => undefined)
    for (const fields of await runPrepared(database().lookUps, selectSessions, [arrayParameter([...tokenHashes])])) {
      const row = selectSessions.read(fields)
      found[row.place - 1] = row
    }
    return found
  }),
)

/**
 * Decides at `now` whether an access token is alive and, when it is, whom and what it stands for. Does not count as a use.
 * One look-up, shared with concurrent callers; the index finds the SHA-256, so timing says nothing about the token.
 */
export async function inspectToken(accessToken: string, now: Date): Promise<Authentication> {
  const row = await loadSession(hashSecret(accessToken))
  return row ? decide(row, accessToken, row.lastUsedAt, now) : { ok: false, reason: 'unknown' }
}

/** Like {@link inspectToken}, and a success counts as a use: the idle time starts anew at `now`. */
export async function authenticate(accessToken: string, now: Date): Promise<Authentication> {
  const row = await loadSession(hashSecret(accessToken))
  if (!row) return { ok: false, reason: 'unknown' }
  const decision = decide(row, accessToken, now, now)
  if (decision.ok) await touchSession(row, now)
  return decision
}

function decide(row: SessionRow, accessToken: string, lastUse: Date, now: Date): Authentication {
  const session = { sessionId: row.id, sessionHint: secretHint(accessToken), credentialId: row.credentialId }
  const reason = causeOfDeath(row, now)
  return reason ? { ok: false, reason, session } : { ok: true, session, principal: principalOf(row, endsAt(row, lastUse)) }
}

function principalOf(row: SessionRow, end: Date): Principal {
  return {
    credential: { id: row.credentialId, clientId: row.clientId, name: row.credentialName, expiresAt: row.credentialExpiresAt },
    owner: { id: row.ownerId, name: row.ownerName, email: row.ownerEmail },
    roles: { operational: row.operationalRole, builder: row.builderRole },
    features: featuresOf(row),
    issuedAt: row.issuedAt,
    endsAt: end,
  }
}

const known = new Map<string, ReadonlySet<string>>()
const mostKnown = 1_000

/**
 * What the roles carry now; of that, only what the session was narrowed to. Sessions have few combinations of it, and putting one
 * together for every call would be a thirtieth of its cost.
 */
function featuresOf({ operationalFeatures, builderFeatures, scope }: SessionRow): ReadonlySet<string> {
  const key = `${operationalFeatures ?? ''}|${builderFeatures ?? ''}|${scope ?? '*'}`
  const made = known.get(key)
  if (made) return made
  if (known.size >= mostKnown) known.clear()
  const carried = [operationalFeatures, builderFeatures].flatMap((features) => splitWords(features ?? ''))
  const granted = scope?.split(' ') ?? carried
  const features = new Set(carried.filter((feature) => granted.includes(feature)).sort())
  known.set(key, features)
  return features
}
