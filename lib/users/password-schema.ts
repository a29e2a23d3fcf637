import { z } from 'zod'
import { maxPasswordBytes } from './max-password-bytes'

// In the browser, where the content security policy forbids eval: zod would try it at the first schema, and that is reported.
if (typeof window !== 'undefined') z.config({ jitless: true })

/** A password somebody chooses: at least 12 characters, at most 72 bytes. */
export const chosenPassword = z
  .string()
  .min(12, 'Use at least 12 characters.')
  .refine((text) => new TextEncoder().encode(text).length <= maxPasswordBytes, `Use at most ${maxPasswordBytes} bytes: a shorter password.`)

/** What "Change password" sends: the password now, and the new one twice. */
export const passwordChange = z
  .strictObject({
    current: z.string().min(1, 'Enter your current password.').max(1000, 'This is not your current password.'),
    chosen: chosenPassword,
    repeated: z.string(),
  })
  .refine(({ chosen, repeated }) => chosen === repeated, { path: ['repeated'], error: 'The two are not the same.' })

export type PasswordChange = z.infer<typeof passwordChange>
