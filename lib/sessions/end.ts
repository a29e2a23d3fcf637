import { type Actor, recordAudit } from '@/lib/audit/record'
import { lockOverseen } from '@/lib/credentials/lock-overseen'
import { lockOwned } from '@/lib/credentials/lock-owned'
import { prisma } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { causeOfDeath, type SessionFacts } from './alive'
import { factColumns } from './fact-columns'

/** Who ends sessions: the owner of the credential they belong to. */
export type SessionOwner = Actor & { id: string }

/**
 * "End session": the next call with its token is refused, for good; other sessions live on. One that is over already, or belongs
 * to a credential of somebody else, is `not-found`.
 */
export async function endSession(
  owner: SessionOwner,
  credentialId: string,
  sessionId: string,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOwned(tx, credentialId, owner.id)
    const [ended] = credential ? await end(tx, credentialId, now, Prisma.sql`AND s.id = ${sessionId}::uuid`) : []
    if (!credential || !ended) return { ok: false, reason: 'not-found' }
    const target = { type: 'credential', id: credentialId, name: credential.name } as const
    await recordAudit(tx, owner, { action: 'session.ended', target, before: { tokenEnding: ended.tokenHint } }, now)
    return { ok: true }
  })
}

/** "End all sessions" of a credential; it can be issued new tokens at once. Returns how many lived. */
export async function endAllSessions(
  owner: SessionOwner,
  credentialId: string,
  now: Date,
): Promise<{ ok: true; ended: number } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOwned(tx, credentialId, owner.id)
    if (!credential) return { ok: false, reason: 'not-found' }
    const { length: ended } = await endSessionsOf(tx, credentialId, now)
    const target = { type: 'credential', id: credentialId, name: credential.name } as const
    await recordAudit(tx, owner, { action: 'credential.sessions-ended', target, before: { liveSessions: ended } }, now)
    return { ok: true, ended }
  })
}

/**
 * "End all sessions" of anybody's credential, by somebody who may oversee them; the credential goes on. Returns how many lived.
 */
export async function endOverseenSessions(
  actor: Actor,
  credentialId: string,
  now: Date,
): Promise<{ ok: true; ended: number } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOverseen(tx, credentialId)
    if (!credential) return { ok: false, reason: 'not-found' }
    const { length: ended } = await endSessionsOf(tx, credentialId, now)
    const target = { type: 'credential', id: credentialId, name: credential.name } as const
    const [before, after] = [{ liveSessions: ended }, { owner: credential.ownerName }]
    await recordAudit(tx, actor, { action: 'credential.sessions-ended', target, before, after }, now)
    return { ok: true, ended }
  })
}

/** Ends, for good, every session of a credential inside the caller's transaction; returns those that were alive until then. */
export function endSessionsOf(tx: Prisma.TransactionClient, credentialId: string, now: Date): Promise<{ tokenHint: string }[]> {
  return end(tx, credentialId, now, Prisma.empty)
}

/** Ends what is not yet revoked; returns what was alive until then. */
async function end(tx: Prisma.TransactionClient, credentialId: string, now: Date, narrowed: Prisma.Sql) {
  const rows = await tx.$queryRaw<(SessionFacts & { tokenHint: string })[]>`
    WITH locked AS (
      SELECT s.id FROM sessions s WHERE s.credential_id = ${credentialId}::uuid AND s.revoked_at IS NULL ${narrowed}
      ORDER BY s.id FOR NO KEY UPDATE
    ), ended AS (
      UPDATE sessions s SET revoked_at = ${now}::timestamptz FROM locked WHERE s.id = locked.id
      RETURNING s.credential_id, s.token_hint, s.last_used_at, NULL::timestamptz AS revoked_at, s.roles_version, s.secret_version
    )
    SELECT s.token_hint AS "tokenHint", s.last_used_at AS "lastUsedAt", ${Prisma.raw(factColumns)}
    FROM ended s JOIN application_credentials c ON c.id = s.credential_id JOIN users u ON u.id = c.owner_id CROSS JOIN settings g`
  return rows.filter((row) => !causeOfDeath(row, now))
}
