import type { CredentialSummary } from '@/lib/credentials/list'

/** A credential's roles, and why they cannot be edited. */
export function FixedRoles({ credential }: { credential: CredentialSummary }) {
  return (
    <div className="grid gap-2 rounded-md bg-sunken px-3 py-2.5">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">Operational role</dt>
        <dd>{credential.operationalRole.name}</dd>
        <dt className="text-muted">Builder role</dt>
        <dd>{credential.builderRole?.name ?? 'None'}</dd>
      </dl>
      <p className="text-muted text-[0.8125rem]">
        Roles are fixed when a credential is created, so that programs holding its key never gain access they were not given. For other
        roles, create another credential.
      </p>
    </div>
  )
}
