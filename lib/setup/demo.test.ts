import { beforeEach, describe, expect, test } from 'vitest'
import { parseConfig } from '@/lib/config'
import { listCredentials } from '@/lib/credentials/list'
import { credentialStatus } from '@/lib/credentials/status'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { verifySignIn } from '@/lib/sign-in/verify'
import { everyRow, person } from '@/lib/testing/company'
import { loadDemoCompany } from './demo'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const emails = ['ada@demo.example', 'ben@demo.example', 'cleo@demo.example', 'dan@demo.example']

test('on a database that already has users it changes nothing', async () => {
  await person()
  const before = await everyRow()
  expect(await loadDemoCompany(parseConfig({ DEMO_PASSWORD: 'chosen by the operator' }), now)).toBeUndefined()
  expect(await everyRow()).toEqual(before)
})

test('their one common password is taken from DEMO_PASSWORD and then not returned', async () => {
  const DEMO_PASSWORD = 'chosen by the operator'
  expect(await loadDemoCompany(parseConfig({ DEMO_PASSWORD }), now)).toEqual({ people: emails })
  expect(await verifySignIn({ email: 'ben@demo.example', password: DEMO_PASSWORD }, now)).toMatchObject({ ok: true })
})

describe('on an empty database', () => {
  let password: string

  beforeEach(async () => {
    const demo = await loadDemoCompany(parseConfig({}), now)
    expect(demo).toEqual({ people: emails, password: expect.stringMatching(/^[0-9A-Za-z]{16}$/) })
    password = demo?.password ?? ''
  })

  test('everyone has exactly the roles they should, and one common password; a second time changes nothing', async () => {
    const users = await prisma().user.findMany({
      orderBy: { email: 'asc' },
      select: { email: true, disabledAt: true, roles: { select: { role: { select: { name: true } } } } },
    })
    expect(users.map(({ email, disabledAt, roles }) => [email, disabledAt, roles.map(({ role }) => role.name).sort()])).toEqual([
      ['ada@demo.example', null, ['Administrator', 'Team Leader', 'Team Member']],
      ['ben@demo.example', null, ['Team Leader', 'User Manager']],
      ['cleo@demo.example', null, ['Team Member', 'Viewer']],
      ['dan@demo.example', null, ['Team Member']],
    ])
    const before = await everyRow()
    expect(await loadDemoCompany(parseConfig({}), now)).toBeUndefined()
    expect(await everyRow()).toEqual(before)
    expect(JSON.stringify(before)).not.toContain(password)
    for (const email of emails) {
      const expected = email === 'dan@demo.example' ? { ok: false, reason: 'no-builder-role' } : { ok: true }
      expect(await verifySignIn({ email, password }, now), email).toMatchObject(expected)
    }
  })

  test('there are a few credentials, all usable, with roles their owners hold, and a few tickets', async () => {
    const owners = await prisma().user.findMany({ orderBy: { email: 'asc' }, select: { id: true, email: true } })
    const lists = await Promise.all(owners.map(async ({ id, email }) => [email, await listCredentials(id)] as const))
    expect(lists.map(([email, list]) => [email, list.length])).toEqual([
      ['ada@demo.example', 3],
      ['ben@demo.example', 1],
      ['cleo@demo.example', 0],
      ['dan@demo.example', 0],
    ])
    for (const credential of lists.flatMap(([, list]) => list)) {
      expect(['never-used', 'expiring']).toContain(credentialStatus(credential, now).kind)
    }
    const tickets = await prisma().ticket.findMany({ select: { title: true, assigneeId: true, status: true } })
    expect(tickets.length).toBeGreaterThanOrEqual(3)
    expect(new Set(tickets.map(({ status }) => status))).toEqual(new Set(['NEW', 'IN_PROGRESS', 'CLOSED']))
  })
})
