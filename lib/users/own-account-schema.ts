import { z } from 'zod'
import { isTimeZone } from '@/lib/credentials/expiry'
import { credentialName } from '@/lib/credentials/schema'
import { wellFormed } from '@/lib/text/well-formed'

/** What a person may change about themselves. */
export const ownAccount = z.strictObject({
  name: credentialName,
  timeZone: wellFormed.max(100).refine(isTimeZone, 'Choose a time zone from the list.'),
})

export type OwnAccount = z.infer<typeof ownAccount>
