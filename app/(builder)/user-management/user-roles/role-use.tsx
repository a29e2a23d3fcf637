'use client'

import type { RoleInUse } from '@/lib/roles/list'
import { RoleHolders } from './role-holders'
import type { Viewer } from './viewer'

/** Who holds a role, as far as the viewer may know, and how many credentials are limited to it. */
export function RoleUse({ role, viewer }: { role: RoleInUse; viewer: Viewer }) {
  return (
    <section aria-label="Who holds it" className="grid gap-2">
      <h2 className="font-semibold">Who holds it</h2>
      {viewer.maySeePeople ? (
        <RoleHolders roleId={role.id} />
      ) : (
        <p className="text-muted">
          {role.people.toLocaleString('en-GB')} {role.people === 1 ? 'person' : 'people'}. To see who, you need the access option “View
          service agents”.
        </p>
      )}
      <p className="text-muted">
        {role.credentials === 0
          ? 'No application credential is limited to it.'
          : `${role.credentials.toLocaleString('en-GB')} application ${role.credentials === 1 ? 'credential is' : 'credentials are'} limited to it. Only their owners see which.`}
      </p>
    </section>
  )
}
