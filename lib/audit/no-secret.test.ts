import { expect, test } from 'vitest'
import { deleteCredential } from '@/lib/credentials/delete'
import { disableCredential, enableCredential } from '@/lib/credentials/disable'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { updateCredential } from '@/lib/credentials/update'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { hashSecret } from '@/lib/secret-format'
import { endAllSessions } from '@/lib/sessions/end'
import { endSignIn } from '@/lib/sign-in/end'
import { verifySignIn } from '@/lib/sign-in/verify'
import { credentialOf, issueToken, password, person, requestToken } from '@/lib/testing/company'

useTestDatabase()

test('no secret is ever in the audit log: not of a credential, a token, a password or a cookie, in plain or as its hash', async () => {
  const now = new Date()
  const owner = await person()
  const credential = await credentialOf(owner)
  const secrets = [credential.secret, password, 'mistyped password', 'password in the wrong field', 'acs_guessed']

  secrets.push(await issueToken(credential))
  await updateCredential(owner, credential.id, { name: 'Renamed', expiresOn: '2099-12-31' }, now)
  const regenerated = await regenerateSecret(owner, credential.id, 3600, now)
  if (!regenerated.ok) throw new Error(regenerated.reason)
  secrets.push(regenerated.secret, await issueToken(regenerated))
  await endAllSessions(owner, credential.id, now)
  await disableCredential(owner, credential.id, now)
  expect((await requestToken(regenerated)).status).toBe(401)
  await enableCredential(owner, credential.id, now)
  for (let i = 0; i < 12; i++) await requestToken({ clientId: credential.clientId, secret: 'acs_guessed' })
  await flushWriteBehind()
  await deleteCredential(owner, credential.id, now)

  const signedIn = await verifySignIn({ email: owner.email, password }, now)
  if (!signedIn.ok) throw new Error(signedIn.reason)
  secrets.push(signedIn.token)
  await endSignIn(signedIn.token, now)
  for (let i = 0; i < 12; i++) await verifySignIn({ email: owner.email, password: 'mistyped password' }, now)
  await verifySignIn({ email: 'password in the wrong field', password: 'x' }, now)

  const { rows } = await database().pool.query<{ text: string }>('SELECT e::text AS text FROM audit_events e')
  const actions = await prisma().auditEvent.findMany({ distinct: ['action'], select: { action: true }, orderBy: { action: 'asc' } })
  expect(actions.map(({ action }) => action)).toEqual([
    'credential.created',
    'credential.deleted',
    'credential.disabled',
    'credential.enabled',
    'credential.secret-regenerated',
    'credential.sessions-ended',
    'credential.token-refusals',
    'credential.updated',
    'sign-in.ended',
    'sign-in.refused',
    'sign-in.succeeded',
  ])
  const log = rows.map(({ text }) => text).join('\n')
  const { passwordHash } = await prisma().user.findUniqueOrThrow({ where: { id: owner.id }, select: { passwordHash: true } })
  for (const secret of secrets) {
    const hash = hashSecret(secret)
    for (const form of [secret, hash.toString('hex'), hash.toString('base64')]) expect(log.includes(form), form).toBe(false)
  }
  expect(log).not.toContain(passwordHash)
})
