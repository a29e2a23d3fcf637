import { forgive } from '@/lib/failed-attempts/forgive'
import { accountAndAddress, oneAddress, source } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { auditThrottled, type SignInSources } from './audit-refusal'

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
  attempt: (email: string, sources: SignInSources) => Promise<Result>,
): Promise<Result | { ok: false; reason: 'too-many-attempts' }> {
  const email = tried.email.trim().toLowerCase()
  const pair = source(accountAndAddress, 'account', email, tried.address)
  const address = source(oneAddress, 'account address', tried.address)
  const [pairLevel = 0, addressLevel = 0] = await recordFailure([pair, address], now)
  const full = { pair: pairLevel > pair.capacity, address: addressLevel > address.capacity }
  if (full.pair || full.address) {
    await forgive([pair, address])
    await auditThrottled(email, { pair, address }, full, tried.address, now)
    return { ok: false, reason: 'too-many-attempts' }
  }
  const result = await attempt(email, { pair, address })
  if (result.ok) await forgive([pair, address])
  return result
}
