import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { inspectToken } from '@/lib/sessions/authenticate'
import { callApi, credentialOf, issueToken, type Person, person, requestToken } from '@/lib/testing/company'
import { disableUser } from '@/lib/users/disable'
import { hasIssuedToken } from './first-token'
import { regenerateSecret } from './regenerate-secret'
import { credentialUsage } from './usage'

useTestDatabase()

let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  owner = await person()
  credential = await credentialOf(owner)
})

const usage = async (now = new Date()) => {
  await flushWriteBehind()
  return credentialUsage(owner.id, credential.id, now)
}

describe('usage', () => {
  test('of a credential nobody has used', async () => {
    expect(await usage()).toEqual({
      lastUsedAt: null,
      liveSessions: 0,
      calls: 0,
      hasMoreCalls: false,
      isInUse: false,
      previousSecretEndsAt: null,
    })
  })

  test('counts live sessions and the API calls of the last seven days, refused token requests not', async () => {
    const token = await issueToken(credential)
    await issueToken(credential)
    await callApi(token)
    await callApi(token)
    await requestToken({ ...credential, secret: 'wrong' })
    await issueToken(await credentialOf(owner))
    expect(await usage()).toMatchObject({ liveSessions: 2, calls: 2, isInUse: true })
    await prisma().apiCall.updateMany({ data: { at: new Date(Date.now() - 7 * 86_400_000) } })
    await prisma().applicationCredential.updateMany({ data: { lastUsedAt: new Date(Date.now() - 7 * 86_400_000) } })
    expect(await usage()).toMatchObject({ liveSessions: 2, calls: 0, isInUse: false })
  })

  test('another person’s credential is as absent as one that never was', async () => {
    const stranger = await person()
    expect(await credentialUsage(stranger.id, credential.id, new Date())).toBeUndefined()
    expect(await credentialUsage(owner.id, randomUUID(), new Date())).toBeUndefined()
  })

  test('calls alive exactly those sessions whose tokens work, whatever ended the others', async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => issueToken(credential)))
    const { id } = credential
    const sessions = await prisma().session.findMany({ where: { credentialId: id }, select: { id: true } })
    const set = (index: number, data: object) => prisma().session.update({ where: { id: sessions[index]?.id ?? '' }, data })
    const agreement = async (now: Date) => {
      const alive = await Promise.all(tokens.map((token) => inspectToken(token, now)))
      const expected = alive.filter(({ ok }) => ok).length
      expect((await usage(now))?.liveSessions).toBe(expected)
      return expected
    }
    const now = new Date()
    const counts = [await agreement(now)]
    await set(0, { revokedAt: now })
    counts.push(await agreement(now))
    await set(1, { lastUsedAt: new Date(now.getTime() - 1_200_000) })
    await set(2, { lastUsedAt: new Date(now.getTime() - 1_199_999) })
    counts.push(await agreement(now))
    await set(3, { rolesVersion: -1 })
    counts.push(await agreement(now))
    await regenerateSecret(owner, id, 3_600, now)
    await set(4, { lastUsedAt: new Date(now.getTime() + 3_599_999) })
    counts.push(await agreement(now))
    counts.push(await agreement(new Date(now.getTime() + 3_599_999)), await agreement(new Date(now.getTime() + 3_600_000)))
    await disableUser({ id: null, name: 'Test' }, owner.id, now)
    counts.push(await agreement(now))
    expect(counts).toEqual([6, 5, 4, 3, 3, 1, 0, 0])
  })
})

describe('Waiting for the first token…', () => {
  test('turns to Received with the first token of the secret in force', async () => {
    expect(await hasIssuedToken(owner.id, credential.clientId)).toBe(false)
    await requestToken({ ...credential, secret: 'wrong' })
    expect(await hasIssuedToken(owner.id, credential.clientId)).toBe(false)
    await issueToken(credential)
    expect(await hasIssuedToken(owner.id, credential.clientId)).toBe(true)
    const renewed = await regenerateSecret(owner, credential.id, 3_600, new Date())
    await issueToken(credential)
    expect(await hasIssuedToken(owner.id, credential.clientId)).toBe(false)
    await issueToken({ ...credential, ...(renewed.ok && { secret: renewed.secret }) })
    expect(await hasIssuedToken(owner.id, credential.clientId)).toBe(true)
  })

  test('tells nobody else', async () => {
    await issueToken(credential)
    expect(await hasIssuedToken((await person()).id, credential.clientId)).toBe(false)
  })
})
