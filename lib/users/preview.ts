import { prisma } from '@/lib/db/client'
import { countLiveSessions } from '@/lib/sessions/list'
import { countLiveSignIns } from '@/lib/sign-in/count-live'

/** What a change of somebody's roles does, in exact numbers. Credentials count that are enabled and have not expired. */
export type RoleChangeEffect = {
  liveSessions: number
  signIns: number
  /** Credentials whose Operational role, or whose Builder role, is taken from their owner. */
  losingOperational: number
  losingBuilder: number
  /** Credentials that will get no token any more, because no role is left to them. */
  losingTokens: number
  /** Credentials that get a role back which their owner had lost. */
  regaining: number
  /** Whether the person has no Builder role any more and so cannot sign in to Builder; false when they could not before. */
  losesBuilder: boolean
}

/** What giving a person exactly these roles would do at `now`; null when they hold them already, undefined for an unknown person. */
export async function previewRoleChange(userId: string, roleIds: string[], now: Date): Promise<RoleChangeEffect | null | undefined> {
  const user = await prisma().user.findUnique({
    where: { id: userId },
    select: { roles: { select: { role: { select: { id: true, kind: true } } } } },
  })
  if (!user) return undefined
  const held = user.roles.map(({ role }) => role)
  const wanted = await prisma().role.findMany({ where: { id: { in: roleIds } }, select: { id: true, kind: true } })
  const before = new Set(held.map((role) => role.id))
  const after = new Set(wanted.map((role) => role.id))
  if (before.size === after.size && [...before].every((id) => after.has(id))) return null
  const [ends, credentials] = await Promise.all([whatEnds(userId, now), usableCredentials(userId, now)])
  const works = (id: string | null, roles: Set<string>) => id !== null && roles.has(id)
  const count = (is: (credential: (typeof credentials)[number]) => boolean) => credentials.filter(is).length
  const loses = (id: string | null) => works(id, before) && !works(id, after)
  const gains = (id: string | null) => !works(id, before) && works(id, after)
  return {
    ...ends,
    losingOperational: count((it) => loses(it.operationalRoleId)),
    losingBuilder: count((it) => loses(it.builderRoleId)),
    losingTokens: count((it) => {
      const roles = [it.operationalRoleId, it.builderRoleId]
      return roles.some((id) => works(id, before)) && !roles.some((id) => works(id, after))
    }),
    regaining: count((it) => gains(it.operationalRoleId) || gains(it.builderRoleId)),
    losesBuilder: held.some((role) => role.kind === 'BUILDER') && !wanted.some((role) => role.kind === 'BUILDER'),
  }
}

/** What disabling a person does: sessions and sign-ins end, and credentials that work now get no new tokens. */
export type DisableEffect = { liveSessions: number; signIns: number; credentials: number }

/** What disabling a person would do at `now`; undefined for an unknown person. */
export async function previewDisable(userId: string, now: Date): Promise<DisableEffect | undefined> {
  const user = await prisma().user.findUnique({ where: { id: userId }, select: { roles: { select: { roleId: true } } } })
  if (!user) return undefined
  const [ends, credentials] = await Promise.all([whatEnds(userId, now), usableCredentials(userId, now)])
  const isHeld = (id: string | null) => user.roles.some(({ roleId }) => roleId === id)
  return { ...ends, credentials: credentials.filter((it) => isHeld(it.operationalRoleId) || isHeld(it.builderRoleId)).length }
}

async function whatEnds(userId: string, now: Date) {
  const [sessions, signIns] = await Promise.all([countLiveSessions(userId, now), countLiveSignIns(userId, now)])
  return { liveSessions: [...sessions.values()].reduce((sum, n) => sum + n, 0), signIns }
}

function usableCredentials(ownerId: string, now: Date) {
  return prisma().applicationCredential.findMany({
    where: { ownerId, disabledAt: null, expiresAt: { gt: now } },
    select: { operationalRoleId: true, builderRoleId: true },
  })
}
