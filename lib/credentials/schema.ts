import { z } from 'zod'
import { wellFormed } from '@/lib/text/well-formed'

/** A credential's name: trimmed, Unicode NFC, 1–100 whole characters, no control characters; unique among its owner's. */
export const credentialName = wellFormed
  .transform((name) => name.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, 'Enter a name.')
      .max(100, 'Use at most 100 characters.')
      .regex(/^\P{Cc}*$/u, 'Remove line breaks and other control characters.')
      .regex(/^$|[^\P{L}\u115f\u1160\u3164\uffa0]|[^\P{S}\u2800]|[\p{N}\p{P}]/u, 'Enter a name that can be seen.'),
  )

/** The last calendar day a credential works, `YYYY-MM-DD`; which instant ends it is decided by `expiryInstant`. */
export const expiryDate = z.iso
  .date('Choose an expiry date.')
  // The day after must be a date as well.
  .pipe(z.string().refine((date) => date >= '2000-01-01' && date < '9999-12-31', 'Choose a date from 2000 to 9999.'))

/** What the "New application credential" popup sends. Anything else in it is refused. */
export const createCredentialInput = z.strictObject({
  name: credentialName,
  expiresOn: expiryDate,
  operationalRoleId: z.uuid('Choose an Operational role.'),
  builderRoleId: z.uuid().nullable(),
})

/** What "Edit" sends: name and expiry only. Roles, owner and client id can never be changed. */
export const updateCredentialInput = z.strictObject({ name: credentialName, expiresOn: expiryDate })

export type CreateCredentialInput = z.infer<typeof createCredentialInput>
export type UpdateCredentialInput = z.infer<typeof updateCredentialInput>

/** How long the old secret may go on working after "Generate new secret key", in seconds; 0: not at all. */
export const overlapChoices = [0, 3_600, 86_400, 604_800] as const

/** What the confirmation of "Generate new secret key" sends. */
export const overlapSeconds = z.literal(overlapChoices)
