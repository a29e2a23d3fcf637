import type { Actor } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/client'

/** A person who administers, or a program acting for one; `tokenFeatures` are all that the program's token carries. */
export type Administrator = Actor & { id: string; tokenFeatures?: ReadonlySet<string> }

/**
 * The access options an administrator has at this moment and so may hand on: a program those of its token, a person those of all
 * roles they hold, Operational and Builder. The roles held stay in place until the transaction ends. Ask before locking anything
 * else, so that two administrators never wait for each other.
 */
export async function ownAccess(tx: Prisma.TransactionClient, actor: Administrator): Promise<ReadonlySet<string>> {
  if (actor.tokenFeatures) return actor.tokenFeatures
  const held = await tx.$queryRaw<{ features: string[] }[]>`
    SELECT r.features FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = ${actor.id}::uuid FOR KEY SHARE OF h`
  return new Set(held.flatMap(({ features }) => features))
}
