import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { hashSecret } from '@/lib/secret-format'
import { causeOfDeath, type DeathReason, endsAt, type SessionFacts } from './alive'
import { factColumns } from './fact-columns'
import { touchSession } from './touch'

/** Who is calling: the session, the credential behind it, the person it acts for, and what it may do. */
export type Principal = {
  credential: { id: string; clientId: string; name: string; expiresAt: Date }
  owner: { id: string; name: string; email: string }
  roles: { operational: RoleName | null; builder: RoleName | null }
  /** Access options of those roles as they are now, narrowed to the scope asked for at issue. */
  features: ReadonlySet<string>
  issuedAt: Date
  /** When the session ends if it is not used again. */
  endsAt: Date
}

type RoleName = { id: string; name: string }

/** Dead sessions are still known by whose they are, so that the refusal can be recorded. */
export type Authentication =
  | { ok: true; session: SessionIdentity; principal: Principal }
  | { ok: false; reason: DeathReason | 'unknown'; session?: SessionIdentity }

/** Which session, of which credential; `sessionHint` is the end of its token. */
export type SessionIdentity = { sessionId: string; sessionHint: string; credentialId: string }

type SessionRow = SessionFacts & {
  /** Which of the tokens asked for, from 0. */
  place: number
  tokenHint: string
  id: string
  scope: string | null
  issuedAt: Date
  credentialId: string
  clientId: string
  credentialName: string
  ownerId: string
  ownerName: string
  ownerEmail: string
  operationalRole: (RoleName & { features: string[] }) | null
  builderRole: (RoleName & { features: string[] }) | null
}

/** Reads a batch of sessions by the hashes of their tokens, with everything that decides whether each is alive. */
export const selectSessions = {
  name: 'select-sessions',
  text: `
    SELECT r.n::int - 1 AS place, s.token_hint AS "tokenHint", s.id, s.scope, s.issued_at AS "issuedAt", s.last_used_at AS "lastUsedAt",
      ${factColumns},
      c.id AS "credentialId", c.client_id AS "clientId", c.name AS "credentialName",
      u.id AS "ownerId", u.name AS "ownerName", u.email AS "ownerEmail",
      CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', o.name, 'features', o.features) END AS "operationalRole",
      CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'name', b.name, 'features', b.features) END AS "builderRole"
    FROM unnest($1::bytea[]) WITH ORDINALITY AS r(token_hash, n)
    JOIN sessions s ON s.token_hash = r.token_hash
    JOIN application_credentials c ON c.id = s.credential_id
    JOIN users u ON u.id = c.owner_id
    JOIN settings g ON g.id = 1
    LEFT JOIN roles o ON o.id = s.operational_role_id
    LEFT JOIN roles b ON b.id = s.builder_role_id`,
}

const loadSession = onePerProcess('load-session', () =>
  batched(async (tokenHashes: readonly Buffer[]) => {
    const { rows } = await database().lookUps.query<SessionRow>({ ...selectSessions, values: [tokenHashes] })
    const found: (SessionRow | undefined)[] = tokenHashes.map(() => undefined)
    for (const row of rows) found[row.place] = row
    return found
  }),
)

/**
 * Decides at `now` whether an access token is alive and, when it is, whom and what it stands for. Does not count as a use.
 * One look-up, shared with concurrent callers; the index finds the SHA-256, so timing says nothing about the token.
 */
export async function inspectToken(accessToken: string, now: Date): Promise<Authentication> {
  const row = await loadSession(hashSecret(accessToken))
  return row ? decide(row, row.lastUsedAt, now) : { ok: false, reason: 'unknown' }
}

/** Like {@link inspectToken}, and a success counts as a use: the idle time starts anew at `now`. */
export async function authenticate(accessToken: string, now: Date): Promise<Authentication> {
  const row = await loadSession(hashSecret(accessToken))
  if (!row) return { ok: false, reason: 'unknown' }
  const decision = decide(row, now, now)
  if (decision.ok) await touchSession(row, now)
  return decision
}

function decide(row: SessionRow, lastUse: Date, now: Date): Authentication {
  const session = { sessionId: row.id, sessionHint: row.tokenHint, credentialId: row.credentialId }
  const reason = causeOfDeath(row, now)
  return reason ? { ok: false, reason, session } : { ok: true, session, principal: principalOf(row, endsAt(row, lastUse)) }
}

function principalOf(row: SessionRow, end: Date): Principal {
  return {
    credential: { id: row.credentialId, clientId: row.clientId, name: row.credentialName, expiresAt: row.credentialExpiresAt },
    owner: { id: row.ownerId, name: row.ownerName, email: row.ownerEmail },
    roles: { operational: named(row.operationalRole), builder: named(row.builderRole) },
    features: new Set(featuresOf(row)),
    issuedAt: row.issuedAt,
    endsAt: end,
  }
}

/** What the roles carry now; of that, only what the session was narrowed to. */
function featuresOf({ operationalRole, builderRole, scope }: SessionRow): string[] {
  const carried = [...(operationalRole?.features ?? []), ...(builderRole?.features ?? [])]
  if (scope === null) return carried
  const granted = scope.split(' ')
  return carried.filter((feature) => granted.includes(feature))
}

const named = (role: RoleName | null) => role && { id: role.id, name: role.name }
