import { lastUsedQueue } from '@/lib/db/last-used'

const uses = lastUsedQueue('application_credentials')

/** Remembers that a credential was used (a token issued or an API called) for its "last used"; stored within a second, under load two. */
export function noteCredentialUse(credentialId: string, at: Date): void {
  uses.add([credentialId, at])
}
