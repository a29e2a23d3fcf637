import type { Actor } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/client'

/**
 * By whose right people are administered. A person has the access options of all their roles; `limitedTo` narrows them to those of
 * the credential they act through. The server itself (`id` null) is held to none of the rules for people.
 */
export type Authority = Actor & { limitedTo?: ReadonlySet<string> }

/** Tells which of some access options an authority does not have itself, in order and each once. */
export type Lacks = (features: readonly string[]) => string[]

/** What `authority` lacks at this moment; somebody who is disabled lacks everything. Ask inside the transaction that relies on it. */
export async function lacksOf(tx: Prisma.TransactionClient, { id, limitedTo }: Authority): Promise<Lacks> {
  if (id === null) return () => []
  const roles = await tx.role.findMany({
    where: { users: { some: { userId: id, user: { disabledAt: null } } } },
    select: { features: true },
  })
  return lacksBeside(roles.flatMap((role) => role.features).filter((feature) => !limitedTo || limitedTo.has(feature)))
}

/** What somebody lacks who has exactly these access options. */
export function lacksBeside(own: readonly string[]): Lacks {
  const has = new Set(own)
  return (features) => [...new Set(features)].filter((feature) => !has.has(feature)).sort()
}
