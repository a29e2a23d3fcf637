import { z } from 'zod'
import { wellFormed } from '@/lib/text/well-formed'
import { maxPasswordBytes } from './max-password-bytes'

const fewestCharacters = 12

/** A password to be set, by whomever: at least 12 characters, at most 72 bytes. */
export const newPassword = wellFormed
  .refine((password) => [...password].length >= fewestCharacters, `Use at least ${fewestCharacters} characters.`)
  .refine(
    (password) => new TextEncoder().encode(password).length <= maxPasswordBytes,
    `Use at most ${maxPasswordBytes} bytes: ${maxPasswordBytes} plain letters or digits, fewer with accents or other scripts.`,
  )
  .refine((password) => !/\p{Cc}/u.test(password), 'Remove line breaks and other control characters.')

/** What "Change password" sends: the password now, and the new one twice. */
export const passwordChange = z
  .strictObject({
    current: z.string().min(1, 'Enter your current password.').max(1000, 'This is not your current password.'),
    chosen: newPassword,
    repeated: z.string(),
  })
  .refine(({ chosen, repeated }) => chosen === repeated, { path: ['repeated'], error: 'The two are not the same.' })

export type PasswordChange = z.infer<typeof passwordChange>
