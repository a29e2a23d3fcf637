'use client'

import { dateText } from './expiry-text'

type AccessSummaryProps = { roles: string[]; expiresOn: string | null; timeZone: string }

/** One live sentence: on whose behalf, with which roles and until when the new credential acts. */
export function AccessSummary({ roles, expiresOn, timeZone }: AccessSummaryProps) {
  const acting = roles.length > 0 ? `Acts as you, with ${roles.join(' and ')}` : 'Acts as you'
  return (
    <p aria-live="polite" aria-atomic="true" className="border-line border-t bg-accent-soft px-5 py-2.5">
      {expiresOn ? `${acting}, until the end of ${dateText(expiresOn)} (${timeZone}).` : `${acting}. Choose when it expires.`}
    </p>
  )
}
