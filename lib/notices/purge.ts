import { deleteInSteps } from '@/lib/db/delete-in-steps'

/** Forgets notices of an expiry that has passed. Returns how many went. */
export async function purgeNotices(now: Date, signal?: AbortSignal): Promise<number> {
  return deleteInSteps({ table: 'notices', key: 'id', where: 'expires_at <= $1', orderBy: 'expires_at', before: now, signal })
}
