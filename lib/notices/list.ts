import { database } from '@/lib/db/client'
import { isCurrent } from './current'

/** A notice as its owner sees it in Builder. */
export type Notice = {
  id: string
  credentialId: string
  credentialName: string
  /** Last day it works, `YYYY-MM-DD` in `expiresZone`. */
  expiresOn: string
  expiresZone: string
  isRead: boolean
}

/** At most so many are shown; who has more has a list of credentials, soonest expiry first. */
export const mostNotices = 50

/**
 * What `userId` should know now, soonest expiry first: one notice for each credential that is about to expire. Nothing about those
 * deleted, extended, disabled or expired meanwhile.
 */
export async function listNotices(userId: string, now: Date): Promise<Notice[]> {
  const { rows } = await database().pool.query<Notice>(
    `SELECT n.id, n.credential_id AS "credentialId", c.name AS "credentialName", c.expires_on AS "expiresOn", c.expires_zone AS "expiresZone",
       n.read_at IS NOT NULL AS "isRead"
     FROM notices n JOIN application_credentials c ON c.id = n.credential_id
     WHERE n.user_id = $2::uuid AND c.owner_id = $2::uuid AND ${isCurrent}
     ORDER BY n.expires_at, n.id LIMIT $3`,
    [now, userId, mostNotices],
  )
  return rows
}
