import { afterEach, describe, expect, test, vi } from 'vitest'
import { parseConfig } from '@/lib/config'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { verifySignIn } from '@/lib/sign-in/verify'
import { everyRow, person } from '@/lib/testing/company'
import { createFirstAdministrator } from './first-administrator'

useTestDatabase()

afterEach(() => {
  vi.restoreAllMocks()
})

const now = new Date('2025-06-15T11:00:00.000Z')
const chosen = { ADMIN_EMAIL: 'Boss@Example.com', ADMIN_PASSWORD: 'chosen by the operator' }

test('is created with a random password, which is returned once and works', async () => {
  const made = await createFirstAdministrator(parseConfig({}), now)
  expect(made).toEqual({ email: 'admin@localhost.example', password: expect.stringMatching(/^[0-9A-Za-z]{20}$/) })
  expect(await verifySignIn({ email: 'admin@localhost.example', password: made?.password ?? '' }, now)).toMatchObject({ ok: true })
  expect(JSON.stringify(await everyRow())).not.toContain(made?.password)
})

test.each([
  [{}, true],
  [{ ADMIN_EMAIL: 'boss@example.com' }, true],
  [chosen, false],
])('with %j another password has to be chosen at the first sign-in: %s', async (env, must) => {
  await createFirstAdministrator(parseConfig(env), now)
  expect(await prisma().user.findMany({ select: { mustChangePassword: true } })).toEqual([{ mustChangePassword: must }])
})

test('holds every access option of Builder and an Operational role', async () => {
  await createFirstAdministrator(parseConfig({}), now)
  const users = await prisma().user.findMany({
    select: { email: true, name: true, timeZone: true, roles: { select: { role: { select: { name: true } } } } },
  })
  expect(users).toEqual([{ email: 'admin@localhost.example', name: 'Administrator', timeZone: null, roles: expect.any(Array) }])
  expect(users[0]?.roles.map(({ role }) => role.name).sort()).toEqual(['Administrator', 'Team Leader'])
})

describe('ADMIN_EMAIL and ADMIN_PASSWORD, when set, are used instead', () => {
  test('and nothing secret is returned', async () => {
    expect(await createFirstAdministrator(parseConfig(chosen), now)).toEqual({ email: 'Boss@Example.com' })
    expect(await verifySignIn({ email: 'boss@example.com', password: chosen.ADMIN_PASSWORD }, now)).toMatchObject({ ok: true })
  })

  test('one without the other', async () => {
    const made = await createFirstAdministrator(parseConfig({ ADMIN_EMAIL: 'boss@example.com' }), now)
    expect(made).toEqual({ email: 'boss@example.com', password: expect.stringMatching(/^[0-9A-Za-z]{20}$/) })
  })

  test('and none of it matters once there is somebody', async () => {
    await person()
    const before = await everyRow()
    expect(await createFirstAdministrator(parseConfig(chosen), now)).toBeUndefined()
    expect(await everyRow()).toEqual(before)
  })
})

test('is audited as the server’s own deed', async () => {
  await createFirstAdministrator(parseConfig({}), now)
  const { id } = await prisma().user.findFirstOrThrow({ select: { id: true } })
  expect(await prisma().auditEvent.findMany({ omit: { id: true } })).toEqual([
    {
      at: now,
      actorId: null,
      actorName: 'Server',
      address: null,
      action: 'user.created',
      targetType: 'user',
      targetId: id,
      targetName: 'Administrator',
      before: null,
      after: { email: 'admin@localhost.example' },
    },
  ])
})

test('is created once, by however many processes that start at once', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => createFirstAdministrator(parseConfig({}), now)))
  expect(made.filter((it) => it !== undefined)).toHaveLength(1)
  expect(await prisma().user.count()).toBe(1)
  expect(await prisma().auditEvent.count()).toBe(1)
})

test('prints nothing itself: the password appears in one place only', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
  await createFirstAdministrator(parseConfig({}), now)
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})
