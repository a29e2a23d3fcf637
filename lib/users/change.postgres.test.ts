import { expect, test } from 'vitest'
import { createCredential } from '@/lib/credentials/create'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person, roleId } from '@/lib/testing/company'
import { changeUser } from './change'

useTestDatabase()

const administrators = () => prisma().user.count({ where: { disabledAt: null, roles: { some: { role: { name: 'Administrator' } } } } })
const results = (settled: { ok: boolean; reason?: string }[]) => settled.map((it) => (it.ok ? 'ok' : it.reason)).sort()

test.each(['roles', 'disable'] as const)(
  'two administrators removing each other at the same moment: exactly one succeeds (%s)',
  async (by) => {
    const change = by === 'disable' ? { disabled: true } : { roleIds: [await roleId('Team Leader')] }
    for (let i = 0; i < 10; i++) {
      await prisma().userRole.deleteMany()
      const [a, b] = [await person(['Team Leader'], ['Administrator']), await person(['Team Leader'], ['Administrator'])]
      const both = await Promise.all([changeUser(a, b.id, change, new Date()), changeUser(b, a.id, change, new Date())])
      // The second is no Administrator any more once its turn comes.
      expect(results(both)).toEqual(['forbidden', 'ok'])
      expect(await administrators()).toBe(1)
    }
  },
)

test('two who may, each taking another of the last two Administrators away: one is left', async () => {
  const { features } = await prisma().role.findFirstOrThrow({ where: { name: 'Administrator' } })
  await prisma().role.create({ data: { kind: 'BUILDER', name: 'Same by another name', features } })
  for (let i = 0; i < 10; i++) {
    await prisma().userRole.deleteMany()
    const [a, b] = [await person(['Team Leader'], ['Administrator']), await person(['Team Leader'], ['Administrator'])]
    const [c, d] = [await person(['Team Leader'], ['Same by another name']), await person(['Team Leader'], ['Same by another name'])]
    const roleIds = [await roleId('Team Leader')]
    const both = await Promise.all([changeUser(c, a.id, { roleIds }, new Date()), changeUser(d, b.id, { disabled: true }, new Date())])
    expect(results(both)).toEqual(['last-administrator', 'ok'])
    expect(await administrators()).toBe(1)
  }
})

test('of two changes decided on the same version one is told', async () => {
  const administrator = await person(['Team Leader', 'Team Member'], ['Administrator'])
  const jane = await person(['Team Member'], [])
  const both = await Promise.all(['One', 'Two'].map((name) => changeUser(administrator, jane.id, { name, version: 0 }, new Date())))
  expect(results(both)).toEqual(['changed-meanwhile', 'ok'])
  expect(await prisma().user.findUniqueOrThrow({ where: { id: jane.id } })).toMatchObject({ version: 1 })
})

test('a role change and a credential being created with that role never block each other for good', async () => {
  const actor = { id: null, name: 'Test' }
  const roles = { operationalRoleId: await roleId('Team Member'), builderRoleId: null }
  for (let i = 0; i < 10; i++) {
    const owner = await person(['Team Member', 'Team Leader'])
    const [created, changed] = await Promise.all([
      createCredential(owner, { name: 'Raced', expiresOn: '2099-12-31', ...roles }, new Date()),
      changeUser(actor, owner.id, { roleIds: [await roleId('Team Leader')] }, new Date()),
    ])
    expect(changed).toEqual({ ok: true })
    if (!created.ok) expect(created.reason).toBe('role-not-held')
  }
})
