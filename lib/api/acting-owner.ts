import type { Actor } from '@/lib/audit/record'
import { clientAddress } from '@/lib/client-address'
import type { ApiCallContext } from './with-bearer'

/** Who the audit log names for a change made through the API: the person the token acts for, by way of which credential, and from where. */
export function actingOwner({ principal: { owner, credential }, request }: ApiCallContext): Actor & { id: string } {
  return { id: owner.id, name: `${owner.name} (credential ${credential.name})`, address: clientAddress(request.headers) }
}
