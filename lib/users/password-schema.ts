import { z } from 'zod'
import { maxPasswordBytes } from './max-password-bytes'

// In the browser, where the content security policy forbids eval: zod would try it at the first schema, and that is reported.
if (typeof window !== 'undefined') z.config({ jitless: true })

const fewestCharacters = 12

/** A password to be set, by whomever: at least 12 characters, at most 72 bytes. */
export const newPassword = z
  .string()
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
