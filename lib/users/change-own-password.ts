import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { countAttempt } from '@/lib/sign-in/count-attempt'
import { endSignInsOf } from '@/lib/sign-in/end-all'
import { hashPassword, verifyPassword } from './password'
import { type Busy, withPasswordPlace } from './password-places'
import type { PasswordChange } from './password-schema'

/** Somebody at one of their own sign-ins. */
export type SignedInActor = Actor & { id: string; email: string; signInId: string }

/** How many other sign-ins a new password ended, or why there is none. */
export type OwnPasswordChanged =
  | { ok: true; endedSignIns: number }
  | { ok: false; reason: 'wrong-password' | 'same-password' | 'too-many-attempts' }
  | Busy

/**
 * "Change password": takes the current password, tries of which are limited as at sign-in, and ends all other sign-ins of the person;
 * this one goes on. Credentials and their tokens have nothing to do with it. Returns how many sign-ins ended.
 */
export async function changeOwnPassword(
  person: SignedInActor,
  change: Pick<PasswordChange, 'current' | 'chosen'>,
  now: Date,
): Promise<OwnPasswordChanged> {
  return withPasswordPlace(person.id, () => changeInPlace(person, change, now))
}

async function changeInPlace(
  person: SignedInActor,
  { current, chosen }: Pick<PasswordChange, 'current' | 'chosen'>,
  now: Date,
): Promise<OwnPasswordChanged> {
  const { passwordHash: old } = await prisma().user.findUniqueOrThrow({ where: { id: person.id }, select: { passwordHash: true } })
  const proven = await countAttempt(person, now, async () => ({ ok: await verifyPassword(current, old) }))
  if (!proven.ok) return { ok: false, reason: 'reason' in proven ? proven.reason : 'wrong-password' }
  if (chosen === current) return { ok: false, reason: 'same-password' }
  const passwordHash = await hashPassword(chosen)
  return prisma().$transaction(async (tx) => {
    // Unless it was changed while this one was being compared.
    const { count } = await tx.user.updateMany({
      where: { id: person.id, passwordHash: old },
      data: { passwordHash, mustChangePassword: false },
    })
    if (count === 0) return { ok: false, reason: 'wrong-password' }
    const endedSignIns = await endSignInsOf(tx, person.id, now, person.signInId)
    const target = { type: 'user', id: person.id, name: person.name } as const
    await recordAudit(tx, person, { action: 'user.password-changed', target, after: { endedSignIns } }, now)
    return { ok: true, endedSignIns }
  })
}
