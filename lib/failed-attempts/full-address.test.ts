import { expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { token } from '@/lib/oauth/token'
import { verifySignIn } from '@/lib/sign-in/verify'
import { credentialOf, person, tokenRequest } from '@/lib/testing/company'

useTestDatabase()

test('throttles by /64 in one spelling, activity and audit by the full address', async () => {
  const owner = await person()
  const { clientId } = await credentialOf(owner)
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: 'acs_wrong' }
  await token(tokenRequest(form, { 'x-forwarded-for': '2001:DB8:0:7::0001' }))
  await token(tokenRequest(form, { 'x-forwarded-for': '2001:db8:0:7:ffff::2' }))
  await verifySignIn({ email: owner.email, password: 'wrong', address: '2001:db8:0:7::3' }, new Date())
  await flushWriteBehind()
  const { rows } = await database().pool.query('SELECT round(level) AS level FROM failed_attempts ORDER BY 1 DESC')
  // Of programs the client and the network, each twice; of people the account and the network.
  expect(rows.map(({ level }) => level)).toEqual([2, 2, 1, 1])
  const calls = await prisma().apiCall.findMany({ select: { ip: true }, orderBy: { ip: 'asc' } })
  expect(calls).toEqual([{ ip: '2001:db8:0:7::1' }, { ip: '2001:db8:0:7:ffff::2' }])
  const events = await prisma().auditEvent.findMany({ where: { action: 'sign-in.refused' }, select: { address: true } })
  expect(events).toEqual([{ address: '2001:db8:0:7::3' }])
})
