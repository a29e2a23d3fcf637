import { z } from 'zod'
import { credentialName } from '@/lib/credentials/schema'
import { wellFormed } from '@/lib/text/well-formed'
import { type Feature, featuresOfKind } from './features'

/** What a role is for: work on tickets, or Builder itself. */
export const roleKind = z.enum(['OPERATIONAL', 'BUILDER'], 'Choose a kind.')

/** A role's name: as a credential's, and short enough for a table; unique among the roles of its kind. */
export const roleName = credentialName.pipe(z.string().max(60, 'Use at most 60 characters.'))

/** What a role is for, in a sentence; may be empty. */
export const roleDescription = wellFormed
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .max(200, 'Use at most 200 characters.')
      .regex(/^\P{Cc}*$/u, 'Remove line breaks and other control characters.'),
  )

const everyFeature = [...featuresOfKind.OPERATIONAL, ...featuresOfKind.BUILDER] as [Feature, ...Feature[]]

/** Access options, each once, in the order in which they are shown. */
export const roleFeatures = z
  .array(z.enum(everyFeature, 'There is no such access option.'))
  .max(100)
  .transform((features) => everyFeature.filter((feature) => features.includes(feature)))

/** What creates a custom role. Anything else in it is refused. */
export const newRole = z.strictObject({ kind: roleKind, name: roleName, description: roleDescription, features: roleFeatures })

/** What changes a custom role; what is left out stays. `version` is the one it was read with; without it the change is made over any other. */
export const rolePatch = z
  .strictObject({ name: roleName, description: roleDescription, features: roleFeatures, version: z.int().min(0) })
  .partial()

export type NewRole = z.infer<typeof newRole>
export type RolePatch = z.infer<typeof rolePatch>
export type RoleKind = z.infer<typeof roleKind>
