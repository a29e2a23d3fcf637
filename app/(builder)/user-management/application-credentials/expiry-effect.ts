import { daysBetween } from '@/lib/credentials/expiry'
import type { CredentialSummary } from '@/lib/credentials/list'
import { dateText } from './expiry-text'

/** What moving a credential's expiry to `date` in `timeZone` ends or revives; undefined when it does neither. */
export function expiryEffect(credential: CredentialSummary, date: string, timeZone: string, now: Date): string | undefined {
  if (date === credential.expiresOn) return undefined
  if (credential.expiresAt <= now)
    return 'This revives the credential: its secret key works again. The sessions that ended when it expired stay ended.'
  const days = daysBetween(date, credential.expiresOn)
  if (days <= 0) return undefined
  const earlier = days === 1 ? '1 day earlier' : `${days} days earlier`
  return `It ends ${earlier}: its secret key and all its sessions stop at the end of ${dateText(date)} (${timeZone}).`
}
