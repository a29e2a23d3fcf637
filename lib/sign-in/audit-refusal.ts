import { type Actor, recordAudit, unknownPerson } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Sources } from '@/lib/failed-attempts/limits'
import { claimReport, isReported } from '@/lib/failed-attempts/report'

/** The person an e-mail address belongs to. */
type Named = { id: string; name: string }

const reasons = {
  'unknown-email': 'Nobody has this e-mail address',
  'wrong-password': 'Wrong password',
  disabled: 'Account disabled',
  'no-builder-role': 'No Builder role',
}

const targetOf = (user: Named | null | undefined) =>
  user ? ({ type: 'user', id: user.id, name: user.name } as const) : ({ type: 'user', id: '', name: 'Nobody' } as const)

/**
 * Writes a refused sign-in into the audit log. Only whoever had the right password is named as who it was; what was typed is never
 * kept. After a burst has been written, more of the same says nothing new: of that account from there, and of unknown accounts.
 * Costs the same for unknown people as for known ones.
 */
export async function auditRefusal(
  user: Named | null,
  reason: keyof typeof reasons,
  sources: Sources,
  address: string | undefined,
  now: Date,
): Promise<void> {
  const isProved = reason === 'disabled' || reason === 'no-builder-role'
  const actor: Actor = user && isProved ? { id: user.id, name: user.name, address } : unknownPerson(address)
  await prisma().$transaction(async (tx) => {
    if (await isReported(tx, user ? [sources.pair] : [sources.pair, sources.address], now)) return
    await recordAudit(tx, actor, { action: 'sign-in.refused', target: targetOf(user), after: { reason: reasons[reason] } }, now)
  })
}

/** Writes that an account, or an address as a whole, may not try for a while: once for each burst, however long it lasts. */
export async function auditThrottled(
  email: string,
  sources: Sources,
  full: keyof Sources,
  address: string | undefined,
  now: Date,
): Promise<void> {
  const [ofAccount, name] = [full === 'pair', address ?? 'Unknown address']
  await prisma().$transaction(async (tx) => {
    if (!(await claimReport(tx, sources[full], now))) return
    const target = ofAccount ? targetOf(await findPerson(tx, email)) : ({ type: 'address', id: name, name } as const)
    const after = { reason: `Too many failed attempts ${ofAccount ? 'for this account ' : ''}from this address` }
    await recordAudit(tx, unknownPerson(address), { action: 'sign-in.refused', target, after }, now)
  })
}

const findPerson = (tx: Prisma.TransactionClient, email: string) =>
  tx.user.findUnique({ where: { email }, select: { id: true, name: true } })
