import { Ban, CircleCheck, CircleDashed, CircleX, Clock, ClockAlert, UserX } from 'lucide-react'
import { StatusBadge } from '@/components/status-badge'
import type { CredentialStatus as Status } from '@/lib/credentials/status'

const badges = {
  disabled: { icon: Ban, tone: 'danger', urgency: 0 },
  expired: { icon: CircleX, tone: 'danger', urgency: 1 },
  'role-removed': { icon: UserX, tone: 'danger', urgency: 2 },
  'expires-today': { icon: ClockAlert, tone: 'warn', urgency: 3 },
  expiring: { icon: Clock, tone: 'warn', urgency: 4 },
  'never-used': { icon: CircleDashed, tone: 'neutral', urgency: 5 },
  active: { icon: CircleCheck, tone: 'ok', urgency: 6 },
} as const satisfies Record<Status['kind'], unknown>

type CredentialStatusProps = {
  status: Status
  timeZone: string
  /** Whose credential it is, when it is somebody else's. */
  owner?: string
}

/** A credential's status as icon and words; for a removed role also which one, for a disabled one by whom and when. */
export function CredentialStatus({ status, timeZone, owner }: CredentialStatusProps) {
  const { icon, tone } = badges[status.kind]
  return (
    <>
      <StatusBadge icon={icon} tone={tone} label={statusLabel(status)} />
      {status.kind === 'role-removed' && (
        <span className="block max-w-40 truncate text-muted text-xs max-sm:max-w-none" title={lostRoles(status.roles, owner)}>
          {lostRoles(status.roles, owner)}
        </span>
      )}
      {status.kind === 'disabled' && (
        <span
          title={`by ${status.by ?? 'an administrator'} on ${dayIn(timeZone, status.at)}`}
          className="block text-muted text-xs max-sm:wrap-anywhere sm:max-w-40 sm:truncate"
          suppressHydrationWarning
        >
          by <bdi>{status.by ?? 'an administrator'}</bdi> on {dayIn(timeZone, status.at)}
        </span>
      )}
    </>
  )
}

/** Where a status sorts: the most urgent first. */
export function statusUrgency(status: Status): number {
  return badges[status.kind].urgency
}

const lostRoles = (roles: string[], owner: string | undefined) =>
  `${owner === undefined ? 'You no longer hold' : `${owner} no longer holds`} ${roles.join(' and ')}`

const dayIn = (timeZone: string, instant: Date) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(instant)

/** A status in words. */
export function statusLabel(status: Status): string {
  switch (status.kind) {
    case 'disabled':
      return 'Disabled'
    case 'expired':
      return 'Expired'
    case 'role-removed':
      return 'Role removed'
    case 'expires-today':
      return 'Expires today'
    case 'expiring':
      return status.days === 1 ? 'Expires in 1 day' : `Expires in ${status.days} days`
    case 'never-used':
      return 'Never used'
    case 'active':
      return 'Active'
  }
}
