'use client'

import { TriangleAlert } from 'lucide-react'
import { Button } from '@/components/button'
import type { UserDetails } from '@/lib/users/details'
import { type AgentDraft, differing, draftOf } from './agent-draft'
import type { OfferedRole } from './offered-role'

type ConflictNoteProps = {
  before: UserDetails
  now: UserDetails
  /** Who changed it, if the audit log knows. */
  changedBy: string | null
  /** The fields that were changed here and would be saved over theirs. */
  mine: (keyof AgentDraft)[]
  roles: OfferedRole[]
  onTakeTheirs: () => void
}

const labels: Record<keyof AgentDraft, string> = {
  name: 'Name',
  email: 'E-mail',
  timeZone: 'Time zone',
  roleIds: 'Roles',
  password: 'Password',
}

/** Said when somebody else saved first: who, what is there now, and that nothing typed was lost. */
export function ConflictNote({ before, now, changedBy, mine, roles, onTakeTheirs }: ConflictNoteProps) {
  const current = draftOf(now)
  const changed = differing(draftOf(before), current)
  const isSwitched = (before.disabledAt === null) !== (now.disabledAt === null)
  const shown = (field: keyof AgentDraft) =>
    field === 'roleIds'
      ? roles
          .filter((role) => current.roleIds.includes(role.id))
          .map((role) => role.name)
          .join(', ')
      : String(current[field]) || 'none'
  return (
    <div role="alert" className="flex gap-2.5 rounded-md bg-warn-soft px-3 py-2.5 text-warn">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 justify-items-start gap-1.5">
        <p className="wrap-anywhere">
          <strong className="font-semibold">{changedBy ?? 'Somebody else'}</strong> changed this service agent while you were editing.
          Nothing of yours is lost, and nothing is saved yet.
        </p>
        <ul className="wrap-anywhere list-disc pl-4">
          {changed.map((field) => (
            <li key={field}>
              {labels[field]} is now “<bdi>{shown(field)}</bdi>”{mine.includes(field) && '; saving puts yours in its place'}.
            </li>
          ))}
          {isSwitched && <li>It is {now.disabledAt ? 'disabled' : 'enabled'} now.</li>}
          {changed.length === 0 && !isSwitched && <li>Something that is not shown here, such as the password.</li>}
        </ul>
        <Button size="small" onPress={onTakeTheirs}>
          Discard mine, keep theirs
        </Button>
      </div>
    </div>
  )
}
