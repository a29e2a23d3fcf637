import { clientAddress } from '@/lib/client-address'
import type { Authority } from '@/lib/roles/authority'
import type { ApiCallContext } from './with-bearer'

/**
 * By whose right a change is made through the API, and whom the audit log names for it: the person the token acts for, by way of
 * which credential and from where, and never with more access options than the token carries.
 */
export function actingOwner({ principal, request }: ApiCallContext): Authority & { id: string } {
  const { owner, credential, features } = principal
  return {
    id: owner.id,
    name: `${owner.name} (credential ${credential.name})`,
    address: clientAddress(request.headers),
    limitedTo: features,
  }
}
