import { recordAudit, server } from '@/lib/audit/record'
import type { Config } from '@/lib/config'
import { createCredential } from '@/lib/credentials/create'
import { addDays, todayIn } from '@/lib/credentials/expiry'
import { prisma } from '@/lib/db/client'
import { randomBase62 } from '@/lib/secret-format'
import { changeTicket, createTicket, numberOf } from '@/lib/tickets/tickets'
import { createUser } from '@/lib/users/create'
import { hashPassword } from '@/lib/users/password'

const timeZone = 'Europe/London'

const people = [
  { email: 'ada@demo.example', name: 'Ada Moreau', operationalRoles: ['Team Leader', 'Team Member'], builderRoles: ['Administrator'] },
  { email: 'ben@demo.example', name: 'Ben Okafor', operationalRoles: ['Team Leader'], builderRoles: ['User Manager'] },
  { email: 'cleo@demo.example', name: 'Cleo Lindqvist', operationalRoles: ['Team Member'], builderRoles: ['Viewer'] },
  { email: 'dan@demo.example', name: 'Dan Ferreira', operationalRoles: ['Team Member'], builderRoles: [] },
]

const credentials = [
  { owner: 'ada@demo.example', name: 'Nightly ticket export', days: 180, operational: 'Team Member', builder: null },
  { owner: 'ada@demo.example', name: 'Joiner and leaver sync', days: 9, operational: 'Team Leader', builder: 'Administrator' },
  { owner: 'ada@demo.example', name: 'Wallboard', days: 365, operational: 'Team Member', builder: null },
  { owner: 'ben@demo.example', name: 'People directory', days: 90, operational: 'Team Leader', builder: 'User Manager' },
]

const tickets = [
  {
    title: 'Invoice 4711 was charged twice',
    description: 'Customer sent both statements.',
    assignee: 'cleo@demo.example',
    status: 'IN_PROGRESS',
  },
  { title: 'New starter needs access to the claims queue', description: '', assignee: null, status: 'NEW' },
  {
    title: 'Address change for policy 20-118',
    description: 'Form attached to the e-mail.',
    assignee: 'dan@demo.example',
    status: 'CLOSED',
  },
  { title: 'Monthly report is missing the Leeds office', description: '', assignee: 'ben@demo.example', status: 'NEW' },
] as const

/** The demonstration company's common password; absent when the operator chose it with DEMO_PASSWORD. */
export type DemoCompany = { people: string[]; password?: string }

/** "--demo": loads a demonstration company into an empty database. Undefined, and nothing changed, when there are users already. */
export async function loadDemoCompany(config: Config, now: Date): Promise<DemoCompany | undefined> {
  if ((await prisma().user.findFirst({ select: { id: true } })) !== null) return undefined
  const password = config.demoPassword ?? randomBase62(16)
  const hashed = await Promise.all(people.map(async (person) => ({ ...person, passwordHash: await hashPassword(password) })))
  const created = await prisma().$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`
      if ((await tx.user.findFirst({ select: { id: true } })) !== null) return false
      for (const person of hashed) {
        const id = await createUser(tx, { ...person, timeZone })
        const { name, email } = person
        await recordAudit(tx, server, { action: 'user.created', target: { type: 'user', id, name }, after: { email } }, now)
      }
      return true
    },
    { timeout: 30_000 },
  )
  if (!created) return undefined
  await loadCredentials(now)
  await loadTickets()
  return { people: people.map((person) => person.email), ...(config.demoPassword === undefined && { password }) }
}

async function loadCredentials(now: Date) {
  const roles = new Map(
    (await prisma().role.findMany({ select: { id: true, kind: true, name: true } })).map((role) => [`${role.kind} ${role.name}`, role.id]),
  )
  for (const { owner: email, name, days, operational, builder } of credentials) {
    const owner = await prisma().user.findUniqueOrThrow({ where: { email }, select: { id: true, name: true } })
    const expiresOn = addDays(todayIn(timeZone, now), days)
    const operationalRoleId = roles.get(`OPERATIONAL ${operational}`) ?? ''
    const builderRoleId = builder && (roles.get(`BUILDER ${builder}`) ?? null)
    // Their secrets are thrown away: who wants to use one generates a new secret key, as anyone who lost theirs would.
    await createCredential({ ...owner, timeZone }, { name, expiresOn, operationalRoleId, builderRoleId }, now)
  }
}

async function loadTickets() {
  const { id } = await prisma().user.findUniqueOrThrow({ where: { email: 'ada@demo.example' }, select: { id: true } })
  for (const { title, description, ...change } of tickets) {
    const { reference } = await createTicket(id, { title, description })
    await changeTicket(numberOf(reference) ?? 0, change)
  }
}
