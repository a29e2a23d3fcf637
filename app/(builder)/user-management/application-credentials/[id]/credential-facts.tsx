import { UserX } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '@/components/copy-button'
import { ExactTime } from '@/components/exact-time'
import { Note } from '@/components/note'
import { RelativeTime } from '@/components/relative-time'
import type { CredentialDetails, CredentialRole } from '@/lib/credentials/list'
import { credentialStatus } from '@/lib/credentials/status'
import { featureLabels } from '@/lib/roles/features'
import { CredentialStatus } from '../credential-status'
import { expiryText } from '../expiry-text'

type CredentialFactsProps = { credential: CredentialDetails; timeZone: string; now: Date }

/** What a credential is: identity, status, roles, expiry, secrets. */
export function CredentialFacts({ credential, timeZone, now }: CredentialFactsProps) {
  const { clientId, operationalRole, builderRole, previousSecretEndsAt: retires } = credential
  const time = (instant: Date) => <ExactTime instant={instant} timeZone={timeZone} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {credential.disabledAt && (
        <Note tone="warning">
          <bdi>{credential.disabledByName ?? 'An administrator'}</bdi> disabled this credential on {time(credential.disabledAt)}. Its tokens
          have ended for good, and it gets no new ones until somebody who oversees credentials enables it again. Ask them why.
        </Note>
      )}
      <dl className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2">
        <Fact label="Client ID">
          <span className="flex items-center gap-1">
            <code className="wrap-anywhere font-mono text-[0.8125rem]">{clientId}</code>
            <CopyButton name="Copy Client ID" text={clientId} done="Client ID copied" />
          </span>
        </Fact>
        <Fact label="Status">
          <CredentialStatus status={credentialStatus(credential, now)} timeZone={timeZone} />
        </Fact>
        <Fact label="Operational role">
          <RoleFact role={operationalRole} />
        </Fact>
        <Fact label="Builder role">{builderRole ? <RoleFact role={builderRole} /> : 'None'}</Fact>
        <Fact label="Expires">
          <span className="block" suppressHydrationWarning>
            {expiryText(credential.expiresOn, credential.expiresZone)}
          </span>
          <span className="text-muted">
            The instant it stops: <time dateTime={credential.expiresAt.toISOString()}>{utcText(credential.expiresAt)}</time>
          </span>
        </Fact>
        <Fact label="Secret key">
          <span className="block">
            <code className="font-mono">····{credential.secretHint}</code>, since {time(credential.secretCreatedAt)}
          </span>
          {retires && (
            <span className="text-muted">
              {retires > now ? 'The one before it works until ' : 'The one before it stopped working at '}
              {time(retires)}
            </span>
          )}
        </Fact>
        <Fact label="Created">{time(credential.createdAt)}</Fact>
        <Fact label="Last used">
          {credential.lastUsedAt ? <RelativeTime instant={credential.lastUsedAt} now={now} timeZone={timeZone} /> : 'Never'}
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-muted">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  )
}

function RoleFact({ role }: { role: CredentialRole }) {
  return (
    <>
      <span className="block font-medium">{role.name}</span>
      {role.features.length > 0 && (
        <span className="block text-muted">{role.features.map((feature) => featureLabels[feature] ?? feature).join(' · ')}</span>
      )}
      {!role.held && (
        <span className="mt-0.5 flex items-start gap-1.5 text-danger">
          <UserX aria-hidden className="mt-0.5 size-4 shrink-0" />
          You no longer hold this role, so new tokens do not carry it.
        </span>
      )}
    </>
  )
}

const utcText = (instant: Date) => `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`
