import { beforeEach, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { verifySignIn } from '@/lib/sign-in/verify'
import { callApi, credentialOf, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { changeUser } from './change'
import { previewDisable, previewRoleChange } from './preview'

useTestDatabase()

const server = { id: null, name: 'Test' }
const idsOf = (...names: string[]) => Promise.all(names.map(roleId))
let jane: Person

beforeEach(async () => {
  jane = await person(['Team Member', 'Team Leader'], ['Viewer'])
})

const preview = async (...names: string[]) => previewRoleChange(jane.id, await idsOf(...names), new Date())

const nothing = {
  liveSessions: 0,
  signIns: 0,
  losingOperational: 0,
  losingBuilder: 0,
  losingTokens: 0,
  regaining: 0,
  losesBuilder: false,
}

test('roles that are held already do nothing; an unknown person is none', async () => {
  expect(await preview('Viewer', 'Team Leader', 'Team Member')).toBeNull()
  expect(await previewRoleChange('00000000-0000-4000-8000-000000000000', [], new Date())).toBeUndefined()
})

test('counts live sessions, live sign-ins and what becomes of each credential, exactly as it then happens', async () => {
  const member = await credentialOf(jane)
  const both = await credentialOf(jane, { builder: 'Viewer' })
  const leader = await credentialOf(jane, { operational: 'Team Leader', builder: 'Viewer' })
  const leaderOnly = await credentialOf(jane, { operational: 'Team Leader' })
  const expired = await credentialOf(jane, { builder: 'Viewer' })
  await prisma().applicationCredential.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } })
  const disabled = await credentialOf(jane, { builder: 'Viewer' })
  await prisma().applicationCredential.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
  const tokens = [await issueToken(member), await issueToken(member), await issueToken(both)]
  const [revoked] = await prisma().session.findMany({ orderBy: { issuedAt: 'desc' }, take: 1 })
  await prisma().session.update({ where: { id: revoked?.id }, data: { revokedAt: new Date() } })
  await verifySignIn({ email: jane.email, password }, new Date())
  const wentIdle = await verifySignIn({ email: jane.email, password }, new Date(Date.now() - 3_600_000))
  expect(wentIdle.ok).toBe(true)

  expect(await preview('Team Member')).toEqual({
    liveSessions: 2,
    signIns: 1,
    losingOperational: 2,
    losingBuilder: 2,
    losingTokens: 2,
    regaining: 0,
    losesBuilder: true,
  })
  expect(await preview('Team Member', 'Team Leader', 'Viewer', 'User Manager')).toEqual({ ...nothing, liveSessions: 2, signIns: 1 })
  expect(await preview('Team Member', 'Viewer')).toEqual({ ...nothing, liveSessions: 2, signIns: 1, losingOperational: 2, losingTokens: 1 })
  expect(await previewDisable(jane.id, new Date())).toEqual({ liveSessions: 2, signIns: 1, credentials: 4 })

  await changeUser(server, jane.id, { roleIds: await idsOf('Team Member') }, new Date())
  for (const token of tokens) expect((await callApi(token)).status).toBe(401)
  await expect(issueToken(leader)).rejects.toThrow('unauthorized_client')
  await expect(issueToken(leaderOnly)).rejects.toThrow('unauthorized_client')
  expect((await callApi(await issueToken(both))).body.roles).toEqual({ operational: 'Team Member', builder: null })

  expect(await preview('Team Member', 'Team Leader')).toEqual({ ...nothing, liveSessions: 1, regaining: 2 })
  await changeUser(server, jane.id, { disabled: true }, new Date())
  expect(await preview('Team Leader')).toEqual({ ...nothing, losingOperational: 2, losingTokens: 2, regaining: 2 })
})
