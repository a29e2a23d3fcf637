import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { OwnAccount } from './own-account-schema'

/**
 * Saves a person's own name and time zone. The zone decides how instants are shown and when expiry dates chosen from now on end;
 * dates chosen before keep their zone. What changes nothing is not audited.
 */
export async function changeOwnAccount(person: Actor & { id: string }, account: OwnAccount, now: Date): Promise<void> {
  await prisma().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${person.id}::uuid FOR NO KEY UPDATE`
    const before = await tx.user.findUniqueOrThrow({ where: { id: person.id }, select: { name: true, timeZone: true } })
    const changed = (['name', 'timeZone'] as const).filter((field) => account[field] !== before[field])
    if (changed.length === 0) return
    await tx.user.update({ where: { id: person.id }, data: { ...account, version: { increment: 1 } }, select: { id: true } })
    const only = (values: typeof before) => Object.fromEntries(changed.map((field) => [field, values[field]]))
    const target = { type: 'user', id: person.id, name: account.name } as const
    await recordAudit(tx, person, { action: 'user.updated', target, before: only(before), after: only(account) }, now)
  })
}
