import { countTry } from '@/lib/failed-attempts/count-try'
import { forgive } from '@/lib/failed-attempts/forgive'
import { type Sources, sourcesOf } from '@/lib/failed-attempts/limits'
import { auditThrottled } from './audit-refusal'

/** Whose password is tried, and from where. */
export type Tried = { email: string; address?: string }

/**
 * Lets one try of a person's password through, unless there were too many wrong ones for the account from this address, or from the
 * address. It is counted before the password is looked at, so that many at once gain nothing, and taken back if it was right.
 * `attempt` gets the lower-case e-mail address and what the try counts towards.
 */
export async function countAttempt<Result extends { ok: boolean }>(
  tried: Tried,
  now: Date,
  attempt: (email: string, sources: Sources) => Promise<Result>,
): Promise<Result | { ok: false; reason: 'too-many-attempts' }> {
  const email = tried.email.trim().toLowerCase()
  const sources = sourcesOf('account', email, tried.address)
  const full = await countTry(sources, now)
  if (full) {
    await auditThrottled(email, sources, full, tried.address, now)
    return { ok: false, reason: 'too-many-attempts' }
  }
  const result = await attempt(email, sources)
  if (result.ok) await forgive([sources.address, sources.pair])
  return result
}
