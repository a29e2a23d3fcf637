import { prisma } from '@/lib/db/client'

/** Somebody who holds a role. */
export type RoleHolder = { id: string; name: string; email: string; disabled: boolean }

/** A page of the people who hold a role, by name; `page` counts from 1. `total` is how many there are altogether. */
export async function listHolders(roleId: string, page: number, perPage: number): Promise<{ holders: RoleHolder[]; total: number }> {
  const where = { roles: { some: { roleId } } }
  const [rows, total] = await Promise.all([
    prisma().user.findMany({
      where,
      select: { id: true, name: true, email: true, disabledAt: true },
      orderBy: [{ name: 'asc' }, { email: 'asc' }],
      skip: (page - 1) * perPage,
      take: perPage,
    }),
    prisma().user.count({ where }),
  ])
  return { holders: rows.map(({ disabledAt, ...holder }) => ({ ...holder, disabled: disabledAt !== null })), total }
}
