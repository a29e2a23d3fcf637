import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { type Authority, lacksOf } from '@/lib/roles/authority'
import { endSignInsOf } from '@/lib/sign-in/end-all'
import { hasOtherAdministrator, includesAdministrator } from './administrator'
import { findUser, type UserDetails, type UserRoleDetails } from './details'
import { lastChange } from './last-change'
import { lockPeople } from './lock-people'
import { hashPassword } from './password'
import { type Busy, withPasswordPlace } from './password-places'
import { type RolesRefused, wantedRoles } from './wanted-roles'

/** A change of a person; what is left out stays. `version` is the one it was decided on; without it nothing is compared. */
export type UserChange = {
  version?: number
  name?: string
  email?: string
  timeZone?: string | null
  /** Every role they shall hold, of either kind. */
  roleIds?: string[]
  password?: string
  disabled?: boolean
}

/** Why a person was not changed. `missing` are access options whoever changes lacks. */
export type ChangeRefused =
  | { ok: false; reason: 'not-found' | 'forbidden' | 'self' | 'last-administrator' | 'email-taken' }
  | { ok: false; reason: 'out-of-reach'; missing: string[] }
  | { ok: false; reason: 'changed-meanwhile'; current: UserDetails; changedBy: string | null }
  | RolesRefused
  | Busy

/**
 * Changes a person on behalf of `authority`, all or nothing. Refuses to touch anybody with access options the authority lacks, to give
 * a role that goes beyond it, to disable oneself or set one's own password here, and to take the last Administrator away.
 * Any change of roles and any disabling ends, through database triggers, the person's bearer tokens and sign-ins, for good; a new
 * password ends their sign-ins and must be changed by them.
 */
export async function changeUser(authority: Authority, id: string, change: UserChange, now: Date): Promise<{ ok: true } | ChangeRefused> {
  const { password } = change
  if (password === undefined) return store(authority, id, change, undefined, now)
  // What will be refused is not worth a hash, and while one is made nothing is locked.
  const judged = await prisma().$transaction((tx) => judge(tx, authority, id, change))
  if (!judged.ok) return judged
  return withPasswordPlace(authority.id ?? undefined, async () => store(authority, id, change, await hashPassword(password), now))
}

async function store(
  authority: Authority,
  id: string,
  change: UserChange,
  passwordHash: string | undefined,
  now: Date,
): Promise<{ ok: true } | ChangeRefused> {
  try {
    return await prisma().$transaction(async (tx) => {
      const judged = await judge(tx, authority, id, change)
      if (!judged.ok) return judged
      const { before, wanted } = judged
      const facts = changedFacts(before, change)
      const data: Prisma.UserUpdateInput = { ...facts?.after }
      const target = { type: 'user', id, name: change.name ?? before.name } as const
      const happened: Parameters<typeof recordAudit>[2][] = []
      if (facts) happened.push({ action: 'user.updated', target, ...facts })
      const roles = await replaceRoles(tx, before, wanted)
      if (roles) happened.push({ action: 'user.roles-changed', target, ...roles })
      if (passwordHash) {
        Object.assign(data, { passwordHash, mustChangePassword: true })
        await endSignInsOf(tx, id, now)
        happened.push({ action: 'user.password-set', target })
      }
      if (change.disabled !== undefined && change.disabled !== (before.disabledAt !== null)) {
        data.disabledAt = change.disabled ? now : null
        happened.push({ action: change.disabled ? 'user.disabled' : 'user.enabled', target })
      }
      if (happened.length === 0) return { ok: true }
      await tx.user.update({ where: { id }, data: { ...data, version: { increment: 1 } }, select: { id: true } })
      for (const entry of happened) await recordAudit(tx, authority, entry, now)
      return { ok: true }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('email')) return { ok: false, reason: 'email-taken' }
    throw error
  }
}

/** Whether the authority may make this change now; the person as they are, held in place, and the roles they would hold. */
async function judge(
  tx: Prisma.TransactionClient,
  authority: Authority,
  id: string,
  change: UserChange,
): Promise<{ ok: true; before: UserDetails; wanted: UserRoleDetails[] } | ChangeRefused> {
  await lockPeople(tx, id, authority.id)
  const lacks = await lacksOf(tx, authority)
  if (lacks(['users:write']).length > 0) return { ok: false, reason: 'forbidden' }
  const before = await findUser(id, tx)
  if (!before) return { ok: false, reason: 'not-found' }
  if (change.version !== undefined && change.version !== before.version)
    return { ok: false, reason: 'changed-meanwhile', current: before, changedBy: await lastChange(tx, id) }
  const missing = lacks(before.roles.flatMap((role) => role.features))
  if (missing.length > 0) return { ok: false, reason: 'out-of-reach', missing }
  if (id === authority.id && (change.disabled || change.password !== undefined)) return { ok: false, reason: 'self' }
  const wanted = change.roleIds ? await wantedRoles(tx, change.roleIds, before.roles, lacks) : { ok: true as const, roles: before.roles }
  if (!wanted.ok) return wanted
  const isAdministrator = !(change.disabled ?? before.disabledAt !== null) && includesAdministrator(wanted.roles)
  const wasAdministrator = before.disabledAt === null && includesAdministrator(before.roles)
  const mustRemain = authority.id !== null && wasAdministrator && !isAdministrator
  if (mustRemain && !(await hasOtherAdministrator(tx, id))) return { ok: false, reason: 'last-administrator' }
  if (change.email !== undefined && change.email !== before.email && (await isTaken(tx, change.email)))
    return { ok: false, reason: 'email-taken' }
  return { ok: true, before, wanted: wanted.roles }
}

const isTaken = async (tx: Prisma.TransactionClient, email: string) =>
  (await tx.user.findUnique({ where: { email }, select: { id: true } })) !== null

/** What is different of name, e-mail address and time zone: as it was and as it shall be. */
function changedFacts(before: UserDetails, change: UserChange) {
  const keys = (['name', 'email', 'timeZone'] as const).filter((key) => change[key] !== undefined && change[key] !== before[key])
  if (keys.length === 0) return undefined
  const only = (from: UserChange | UserDetails) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]))
  return { before: only(before), after: only(change) }
}

/** Takes and gives roles until the person holds exactly `wanted`; undefined when they do already. */
async function replaceRoles(tx: Prisma.TransactionClient, { id, roles: held }: UserDetails, wanted: { id: string; name: string }[]) {
  const lost = held.filter((role) => !wanted.some((other) => other.id === role.id))
  const gained = wanted.filter((role) => !held.some((other) => other.id === role.id))
  if (lost.length + gained.length === 0) return undefined
  await tx.userRole.deleteMany({ where: { userId: id, roleId: { in: lost.map((role) => role.id) } } })
  await tx.userRole.createMany({ data: gained.map((role) => ({ userId: id, roleId: role.id })) })
  const names = (roles: { name: string }[]) => ({ roles: roles.map((role) => role.name).sort() })
  return { before: names(held), after: names(wanted) }
}
