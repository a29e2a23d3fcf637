import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { type Columns, instant, number, optional, type RowOf, reader, text, wireList } from '@/lib/db/columns'
import { arrayParameter, runPrepared } from '@/lib/db/prepared'
import { allRoles, type Roles, recallRoles, rememberRoles, rolesChangedAt } from '@/lib/roles/remembered'
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
  operationalRoleId: optional(text('s.operational_role_id')),
  builderRoleId: optional(text('s.builder_role_id')),
  rolesChangedAt,
}
/** With the roles that hold at the same moment. */
type Found = { row: RowOf<typeof columns>; roles: Roles }

const lookUp = <C extends Columns>(name: string, columns: C) => ({
  name,
  isRead: true,
  text: `
    SELECT ${wireList(columns)}
    FROM unnest($1::bytea[]) WITH ORDINALITY AS r(token_hash, n)
    JOIN sessions s ON s.token_hash = r.token_hash
    JOIN application_credentials c ON c.id = s.credential_id
    JOIN users u ON u.id = c.owner_id
    JOIN settings g ON g.id = 1`,
  read: reader(columns),
})

/** Reads a batch of sessions by the hashes of their tokens, with everything that decides whether each is alive and which roles hold. */
export const selectSessions = lookUp('select-sessions', columns)

/** The same with the roles themselves, so that nothing can change between the two. */
const selectSessionsAndRoles = lookUp('select-sessions-and-roles', { ...columns, allRoles })

const loadSession = onePerProcess('load-session', () =>
  batched(async (tokenHashes: readonly Buffer[]) => {
    const { rows, roles } = await readSessions([arrayParameter([...tokenHashes])])
    const found: (Found | undefined)[] = tokenHashes.map(() => undefined)
    if (roles) for (const row of rows) found[row.place - 1] = { row, roles }
    return found
  }),
)

/** Without roles when none of the sessions exists. */
async function readSessions(values: string[]): Promise<{ rows: Found['row'][]; roles?: Roles }> {
  const rows = (await runPrepared(database().lookUps, selectSessions, values)).map(selectSessions.read)
  const known = rows[0] && recallRoles(rows[0].rolesChangedAt)
  if (!rows[0] || known) return { rows, roles: known }
  const anew = (await runPrepared(database().lookUps, selectSessionsAndRoles, values)).map(selectSessionsAndRoles.read)
  return { rows: anew, roles: anew[0] && rememberRoles(anew[0].rolesChangedAt, anew[0].allRoles) }
}

/**
 * Decides at `now` whether an access token is alive and, when it is, whom and what it stands for. Does not count as a use.
 * One look-up, shared with concurrent callers; the index finds the SHA-256, so timing says nothing about the token.
 */
export async function inspectToken(accessToken: string, now: Date): Promise<Authentication> {
  const found = await loadSession(hashSecret(accessToken))
  if (!found) return { ok: false, reason: 'unknown' }
  // A clock that has been set back may have stored one ahead; more than a use of now would give is not promised.
  const lastUse = new Date(Math.min(found.row.lastUsedAt.getTime(), now.getTime()))
  return decide(found, accessToken, lastUse, now)
}

/** Like {@link inspectToken}, and a success counts as a use: the idle time starts anew at `now`. */
export async function authenticate(accessToken: string, now: Date): Promise<Authentication> {
  const found = await loadSession(hashSecret(accessToken))
  if (!found) return { ok: false, reason: 'unknown' }
  const decision = decide(found, accessToken, now, now)
  if (decision.ok) await touchSession(found.row, now)
  return decision
}

function decide({ row, roles }: Found, accessToken: string, lastUse: Date, now: Date): Authentication {
  const session = { sessionId: row.id, sessionHint: secretHint(accessToken), credentialId: row.credentialId }
  const reason = causeOfDeath(row, now)
  return reason ? { ok: false, reason, session } : { ok: true, session, principal: principalOf(row, roles, endsAt(row, lastUse)) }
}

function principalOf(row: Found['row'], roles: Roles, end: Date): Principal {
  return {
    credential: { id: row.credentialId, clientId: row.clientId, name: row.credentialName, expiresAt: row.credentialExpiresAt },
    owner: { id: row.ownerId, name: row.ownerName, email: row.ownerEmail },
    roles: { operational: roles.nameOf(row.operationalRoleId), builder: roles.nameOf(row.builderRoleId) },
    features: roles.carriedBy(row.operationalRoleId, row.builderRoleId, row.scope),
    issuedAt: row.issuedAt,
    endsAt: end,
  }
}
