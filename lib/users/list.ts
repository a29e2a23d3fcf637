import { prisma } from '@/lib/db/client'
import { type Page, pageOf } from '@/lib/db/page'

/** A person as administrators see them. */
export type UserSummary = {
  id: string
  email: string
  name: string
  operationalRoles: string[]
  builderRoles: string[]
  disabledAt: Date | null
  lastSignInAt: Date | null
}

/** People in order of creation, `limit` a page; `after` is the id the previous page ended with. */
export async function listUsers({ after, limit }: { after?: string; limit: number }): Promise<Page<UserSummary>> {
  const rows = await prisma().user.findMany({
    where: after ? { id: { gt: after } } : undefined,
    orderBy: { id: 'asc' },
    take: limit + 1,
    select: {
      id: true,
      email: true,
      name: true,
      disabledAt: true,
      lastSignInAt: true,
      roles: { select: { role: { select: { kind: true, name: true } } } },
    },
  })
  const users = rows.map(({ roles, ...user }) => {
    const names = (kind: 'OPERATIONAL' | 'BUILDER') =>
      roles
        .filter(({ role }) => role.kind === kind)
        .map(({ role }) => role.name)
        .sort()
    return { ...user, operationalRoles: names('OPERATIONAL'), builderRoles: names('BUILDER') }
  })
  return pageOf(users, limit, (user) => user.id)
}
