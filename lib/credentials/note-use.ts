import { onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { writeBehind } from '@/lib/db/write-behind'

// Locked in one order, so that two processes writing the same rows cannot wait for each other.
const updateLastUsed = {
  name: 'update-credential-last-used',
  text: `
    UPDATE application_credentials c SET last_used_at = GREATEST(c.last_used_at, u.at)
    FROM (
      SELECT u.id, u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) JOIN application_credentials t ON t.id = u.id
      ORDER BY t.id FOR NO KEY UPDATE OF t
    ) u WHERE c.id = u.id`,
}

const uses = onePerProcess('credential-uses', () =>
  writeBehind<[credentialId: string, at: Date]>(async (items) => {
    const latest = new Map(items)
    await database().pool.query({ ...updateLastUsed, values: [[...latest.keys()], [...latest.values()]] })
  }),
)

/** Remembers that a credential was used (a token issued or an API called) for its "last used"; stored within a second. */
export function noteCredentialUse(credentialId: string, at: Date): void {
  uses.add([credentialId, at])
}
