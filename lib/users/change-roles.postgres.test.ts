import { expect, test } from 'vitest'
import { createCredential } from '@/lib/credentials/create'
import { useTestDatabase } from '@/lib/db/test-database'
import { person, roleId } from '@/lib/testing/company'
import { changeRoles } from './change-roles'

useTestDatabase()

test('a role change and a credential being created with that role never block each other for good', async () => {
  const actor = { id: null, name: 'Test' }
  const roles = { operationalRoleId: await roleId('Team Member'), builderRoleId: null }
  for (let i = 0; i < 10; i++) {
    const owner = await person(['Team Member', 'Team Leader'])
    const [created, changed] = await Promise.all([
      createCredential(owner, { name: 'Raced', expiresOn: '2099-12-31', ...roles }, new Date()),
      changeRoles(actor, owner.id, [await roleId('Team Leader')], new Date()),
    ])
    expect(changed).toEqual({ ok: true })
    if (!created.ok) expect(created.reason).toBe('role-not-held')
  }
})
