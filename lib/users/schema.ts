import { z } from 'zod'
import { isTimeZone } from '@/lib/credentials/expiry'
import { credentialName } from '@/lib/credentials/schema'
import { wellFormed } from '@/lib/text/well-formed'
import { newPassword } from './password-schema'

/** A person's name keeps to the rules of a credential's: trimmed, Unicode NFC, 1–100 characters that can be seen. */
export const userName = credentialName

/** An e-mail address, trimmed and in lower case, as people sign in with it. */
export const userEmail = wellFormed
  .trim()
  .toLowerCase()
  .pipe(z.email('Enter an e-mail address such as jane@example.com.').max(254, 'Use at most 254 characters.'))

/** An IANA time zone. */
export const userTimeZone = wellFormed.max(100).refine(isTimeZone, 'Choose a time zone.')

/** Roles to be held, by id. */
export const roleIds = z.array(z.guid()).max(500)

/** What "New service agent" sends. */
export const newUserInput = z.strictObject({
  name: userName,
  email: userEmail,
  timeZone: userTimeZone.nullable(),
  roleIds,
  password: newPassword,
})

/** What "Edit" sends: what was changed, and the version the form was opened with. */
export const userChangeInput = newUserInput.partial().extend({ version: z.int() })

export type NewUserInput = z.infer<typeof newUserInput>
export type UserChangeInput = z.infer<typeof userChangeInput>
