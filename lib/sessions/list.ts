import { database } from '@/lib/db/client'
import { causeOfDeath, type SessionFacts } from './alive'
import { factColumns, factExpressions } from './fact-columns'
import { isRecent } from './recent'

/** A session that is alive, as the owner of its credential sees it. */
export type LiveSession = {
  id: string
  /** Last four characters of its token. */
  tokenHint: string
  issuedAt: Date
  lastUsedAt: Date
  ip: string | null
  /** What the client called itself when it asked for the token. */
  userAgent: string | null
}

const joined = `
  FROM application_credentials c
  JOIN users u ON u.id = c.owner_id
  CROSS JOIN settings g
  JOIN sessions s ON s.credential_id = c.id`

/**
 * The live sessions of a credential, the last used first. Nothing for anybody but its owner. A use may take a second to show in
 * `lastUsedAt`.
 */
export async function listLiveSessions(ownerId: string, credentialId: string, now: Date): Promise<LiveSession[]> {
  const { rows } = await database().pool.query<LiveSession & SessionFacts>(
    `SELECT s.id, s.token_hint AS "tokenHint", s.issued_at AS "issuedAt", s.last_used_at AS "lastUsedAt", s.ip, s.user_agent AS "userAgent", ${factColumns}
     ${joined} WHERE c.owner_id = $1::uuid AND ${isRecent('$2')} AND c.id = $3::uuid ORDER BY s.last_used_at DESC, s.issued_at DESC, s.id`,
    [ownerId, now, credentialId],
  )
  return rows
    .filter((row) => !causeOfDeath(row, now))
    .map(({ id, tokenHint, issuedAt, lastUsedAt, ip, userAgent }) => ({ id, tokenHint, issuedAt, lastUsedAt, ip, userAgent }))
}

/**
 * How many sessions of each of a person's credentials are alive, by credential id; those without any are absent. Sessions for
 * which the rule must say the same are counted by the database, so the cost does not grow with their number.
 */
export function countLiveSessions(ownerId: string, now: Date): Promise<Map<string, number>> {
  return count('c.owner_id = $1::uuid', ownerId, now)
}

/** Like {@link countLiveSessions}, of these credentials, whoever owns them; of all there are when none are named. */
export function countOverseenSessions(credentialIds: string[] | undefined, now: Date): Promise<Map<string, number>> {
  return count('($1::uuid[] IS NULL OR c.id = ANY($1::uuid[]))', credentialIds ?? null, now)
}

async function count(narrowed: string, value: unknown, now: Date) {
  const { rows } = await database().pool.query<SessionFacts & { credentialId: string; sessions: number }>(
    `SELECT s.credential_id AS "credentialId", count(*)::int AS sessions, min(s.last_used_at) AS "lastUsedAt", ${factColumns}
     ${joined} WHERE ${narrowed} AND ${isRecent('$2')}
     GROUP BY s.credential_id, ${factExpressions}`,
    [value, now],
  )
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (!causeOfDeath(row, now)) counts.set(row.credentialId, (counts.get(row.credentialId) ?? 0) + row.sessions)
  }
  return counts
}
