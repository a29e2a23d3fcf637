import { recordAudit, server } from '@/lib/audit/record'
import type { Config } from '@/lib/config'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { randomBase62 } from '@/lib/secret-format'
import { createUser } from '@/lib/users/create'
import { hashPassword } from '@/lib/users/password'

/** How to sign in for the first time. `password` is absent when the operator chose it. */
export type FirstAdministrator = { email: string; password?: string }

/**
 * Creates the first administrator when there is no user yet; undefined otherwise. E-mail and password come from ADMIN_EMAIL and
 * ADMIN_PASSWORD where set; else the password is random, returned for the operator to see once, and good only to choose another.
 */
export async function createFirstAdministrator(config: Config, now: Date): Promise<FirstAdministrator | undefined> {
  if ((await anybody(prisma())) !== null) return undefined
  const email = config.adminEmail ?? 'admin@localhost.example'
  const password = config.adminPassword ?? randomBase62(20)
  const passwordHash = await hashPassword(password)
  return prisma().$transaction(
    async (tx) => {
      // Two processes may start at once on an empty database: the second waits here and then finds the user.
      await tx.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`
      if ((await anybody(tx)) !== null) return undefined
      const name = 'Administrator'
      const roles = { operationalRoles: ['Team Leader'], builderRoles: ['Administrator'] }
      const id = await createUser(tx, { email, name, passwordHash, ...roles, mustChangePassword: config.adminPassword === undefined })
      await recordAudit(tx, server, { action: 'user.created', target: { type: 'user', id, name }, after: { email } }, now)
      return { email, ...(config.adminPassword === undefined && { password }) }
    },
    { timeout: 20_000 },
  )
}

const anybody = (tx: Prisma.TransactionClient) => tx.user.findFirst({ select: { id: true } })
