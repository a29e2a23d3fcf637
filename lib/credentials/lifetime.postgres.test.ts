import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person, roleId } from '@/lib/testing/company'
import { createCredential } from './create'

useTestDatabase()

test.each(['COMMIT', 'ROLLBACK'])(
  'a limit that is being set while somebody presses "Generate key" counts once it is set: %s',
  async (end) => {
    const owner = await person()
    const input = { name: 'Nightly export', expiresOn: '2025-12-31', operationalRoleId: await roleId('Team Member'), builderRoleId: null }
    const administrator = await database().pool.connect()
    await administrator.query('BEGIN')
    await administrator.query('UPDATE settings SET max_credential_lifetime_days = 30')
    const submitted = createCredential(owner, input, new Date('2025-06-15T11:00:00.000Z'))
    expect(await Promise.race([submitted, delay(300, 'waits')])).toBe('waits')
    await administrator.query(end)
    administrator.release()
    expect((await submitted).ok).toBe(end === 'ROLLBACK')
    expect(await prisma().applicationCredential.count()).toBe(end === 'ROLLBACK' ? 1 : 0)
  },
)
