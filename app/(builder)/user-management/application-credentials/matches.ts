import type { CredentialSummary } from '@/lib/credentials/list'
import { credentialStatus } from '@/lib/credentials/status'
import { statusLabel } from './credential-status'

/** Whether a credential is one that somebody who typed `search` may mean: every word is in its name, client id, roles or status. */
export function matches(credential: CredentialSummary, search: string, now: Date): boolean {
  const { name, clientId, operationalRole, builderRole } = credential
  const status = statusLabel(credentialStatus(credential, now))
  const text = plain([name, clientId, operationalRole.name, builderRole?.name ?? 'None', status].join('\n'))
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()
