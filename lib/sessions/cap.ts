import { recordAudit, server } from '@/lib/audit/record'
import { config } from '@/lib/config'
import { onePerProcess } from '@/lib/db/batch'
import { database, prisma } from '@/lib/db/client'
import { keyed, listed, writeBehind } from '@/lib/db/write-behind'
import { headroom } from './headroom'
import { isRecent } from './recent'
import { storedTouches } from './touch'

/** While a credential keeps going over the cap, its owner's audit log hears of it no more often than this. */
const auditEveryMs = 60_000

const countLive = {
  name: 'count-live-sessions',
  text: `
    SELECT s.credential_id, count(*)::int AS live FROM sessions s JOIN settings g ON g.id = 1
    WHERE s.credential_id = ANY($1::uuid[]) AND ${isRecent('$2')}
    GROUP BY s.credential_id`,
}

// What has idled out is dead already and counts for nothing; housekeeping removes it.
const deleteOverCap = `
  DELETE FROM sessions WHERE id IN (
    SELECT s.id FROM sessions s JOIN settings g ON g.id = 1
    WHERE s.credential_id = $1 AND ${isRecent('$3')}
    ORDER BY s.last_used_at DESC, s.issued_at DESC OFFSET $2 FOR UPDATE OF s SKIP LOCKED)`

/** Who is far from the cap is counted this long after a session was issued, in ms: other processes issue, too. */
const countLaterMs = 10_000

/** Counting takes the longer the more sessions there are: more at once would keep the database from requests for too long. */
const countedAtOnce = 10

const issued = onePerProcess('session-cap', () => {
  const room = headroom()
  const audited = new Map<string, number>()
  const count = async (credentialIds: string[]) => {
    const left = await enforceSessionCap(credentialIds, config().maxSessionsPerCredential, audited, new Date())
    for (const [id, live] of left) room.counted(id, live)
  }
  const later = writeBehind(
    keyed<string, true>((ids) => count(ids.map(([id]) => id)), countedAtOnce),
    countLaterMs,
  )
  return writeBehind(
    listed<string>(async (credentialIds) => {
      const due = new Set(credentialIds.filter((id) => room.issued(id, config().maxSessionsPerCredential)))
      if (due.size > 0) await count([...due])
      for (const id of new Set(credentialIds)) if (!due.has(id)) later.add([id, true])
    }),
  )
})

/**
 * Notes that a session was issued: within a second the credential is held to MAX_SESSIONS_PER_CREDENTIAL live sessions, those
 * longest unused ending first; within eleven if most of them were issued by other processes. Behind the answer, and once for all of
 * a second's sessions, so that issuing costs nothing more.
 */
export function capSessions(credentialId: string): void {
  issued.add(credentialId)
}

/**
 * Ends what these credentials have above `limit` live sessions. `audited`: when each was last put into the audit log, in ms.
 * Returns how many live sessions each is left with.
 */
export async function enforceSessionCap(
  credentialIds: string[],
  limit: number,
  audited: Map<string, number>,
  now: Date,
): Promise<Map<string, number>> {
  // Who was used a moment ago must not count as unused.
  await storedTouches()
  const { rows } = await database().pool.query<{ credential_id: string; live: number }>({ ...countLive, values: [credentialIds, now] })
  const left = new Map(credentialIds.map((id) => [id, 0]))
  for (const { credential_id: id, live } of rows) {
    left.set(id, Math.min(live, limit))
    if (live <= limit) continue
    const { rowCount } = await database().pool.query(deleteOverCap, [id, limit, now])
    if (!rowCount || now.getTime() - (audited.get(id) ?? 0) < auditEveryMs) continue
    audited.set(id, now.getTime())
    await audit(id, rowCount, limit, now)
  }
  return left
}

async function audit(id: string, ended: number, limit: number, now: Date) {
  const credential = await prisma().applicationCredential.findUnique({ where: { id }, select: { name: true } })
  if (!credential) return
  const entry = {
    action: 'credential.sessions-capped',
    target: { type: 'credential', id, name: credential.name },
    after: { ended, limit },
  } as const
  await prisma().$transaction((tx) => recordAudit(tx, server, entry, now))
}
