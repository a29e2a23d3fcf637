import { expect, test } from 'vitest'
import { createCredential } from '@/lib/credentials/create'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { type Person, person, roleId } from '@/lib/testing/company'
import { createRole } from './create'
import { deleteRole } from './delete'
import { updateRole } from './update'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')

test('a role being deleted and being given to somebody: whoever is first wins, and the other is told', async () => {
  const admin = await person(['Team Leader'], ['Administrator'])
  for (let i = 0; i < 20; i++) {
    const created = await createRole(admin, { kind: 'OPERATIONAL', name: `Raced ${i}`, description: '', features: [] }, now)
    if (!created.ok) throw new Error(created.reason)
    const { id } = await person(['Team Member'], [])
    const [deleted, given] = await Promise.allSettled([
      deleteRole(admin, created.id, now),
      prisma().userRole.create({ data: { userId: id, roleId: created.id } }),
    ])
    if (given.status === 'fulfilled') expect(deleted).toMatchObject({ value: { ok: false, reason: 'in-use', people: 1 } })
    else expect(deleted).toMatchObject({ value: { ok: true } })
  }
})

test('two who edit a role at once with the same version: one saves, the other is told', async () => {
  const editors = [await person(['Team Leader'], ['Administrator']), await person(['Team Leader'], ['Administrator'])]
  const [first] = editors
  if (!first) throw new Error('nobody')
  await createRole(first, { kind: 'OPERATIONAL', name: 'Raced', description: '', features: [] }, now)
  const id = await roleId('Raced')
  const results = await Promise.all(editors.map((editor) => updateRole(editor, id, { description: `By ${editor.name}`, version: 0 }, now)))
  const winner = results.findIndex((result) => result.ok)
  expect(results.filter((result) => result.ok)).toHaveLength(1)
  expect(results[1 - winner]).toMatchObject({ ok: false, reason: 'changed-meanwhile', by: editors[winner]?.name, current: { version: 1 } })
})

test('roles being edited and credentials limited to them being created never block each other for good', async () => {
  const admin = await person(['Team Leader'], ['Administrator'])
  const raced: { owner: Person; operationalRoleId: string }[] = []
  for (const name of ['First raced', 'Second raced']) {
    expect(await createRole(admin, { kind: 'OPERATIONAL', name, description: '', features: [] }, now)).toMatchObject({ ok: true })
    raced.push({ owner: await person([name]), operationalRoleId: await roleId(name) })
  }
  for (let i = 0; i < 10; i++) {
    const work = raced.flatMap(({ owner, operationalRoleId }) => [
      updateRole(admin, operationalRoleId, { description: `Edit ${i}` }, now),
      createCredential(owner, { name: `Raced ${i}`, expiresOn: '2099-12-31', operationalRoleId, builderRoleId: null }, now),
    ])
    expect((await Promise.all(work)).map((result) => (result.ok ? 'ok' : result.reason))).toEqual(Array(4).fill('ok'))
  }
})
