import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { callApi, credentialOf, issueToken, type Person, person, requestToken } from '@/lib/testing/company'
import { deleteCredential } from './delete'
import { regenerateSecret } from './regenerate-secret'
import { overlapChoices } from './schema'
import { updateCredential } from './update'

useTestDatabase()

type Client = { clientId: string; secret: string }
let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  owner = await person()
  credential = await credentialOf(owner)
})

afterEach(() => {
  vi.useRealTimers()
})

/** Replaces the secret at this moment; the old one is kept for so many seconds. */
async function regenerate(overlapSeconds: number): Promise<Client> {
  const result = await regenerateSecret(owner, credential.id, overlapSeconds, new Date())
  if (!result.ok) throw new Error(result.reason)
  return { clientId: result.clientId, secret: result.secret }
}

/** Lets time pass: what is written behind within a second has been written by then. */
async function later(seconds: number) {
  await flushWriteBehind()
  vi.setSystemTime(Date.now() + seconds * 1000)
}

const works = async (client: Client) => (await requestToken(client)).status === 200
const isAlive = async (token: string) => (await callApi(token)).status === 200
/** Keeps sessions from idling out, so that it is the secret that ends them. */
const withoutIdleEnd = () => prisma().setting.update({ where: { id: 1 }, data: { idleSessionTimeoutSeconds: 86_400 } })

describe('Old secret stops now', () => {
  test('the old secret and every session issued with it end at once', async () => {
    const token = await issueToken(credential)
    const renewed = await regenerate(0)
    expect([await works(credential), await works(renewed), await isAlive(token)]).toEqual([false, true, false])
    const row = await prisma().applicationCredential.findUniqueOrThrow({ where: { id: credential.id } })
    expect([row.previousSecretHash, row.previousSecretEndsAt]).toEqual([null, null])
  })

  test('also the one that an earlier overlap had kept', async () => {
    const tokens = [await issueToken(credential)]
    const second = await regenerate(3_600)
    tokens.push(await issueToken(credential), await issueToken(second))
    const third = await regenerate(0)
    expect([await works(credential), await works(second), await works(third)]).toEqual([false, false, true])
    for (const token of tokens) expect(await isAlive(token)).toBe(false)
  })
})

describe('Keep the old secret working for', () => {
  test.each(overlapChoices.filter((seconds) => seconds > 0))(
    '%i s: it works until its retirement instant and not one millisecond longer',
    async (overlap) => {
      const renewed = await regenerate(overlap)
      expect([await works(credential), await works(renewed)]).toEqual([true, true])
      await later(overlap - 0.001)
      expect([await works(credential), await works(renewed)]).toEqual([true, true])
      await later(0.001)
      expect([await works(credential), await works(renewed)]).toEqual([false, true])
    },
  )

  test('sessions issued with the old secret, before or during the overlap, live until its retirement and then die; others live on', async () => {
    await withoutIdleEnd()
    const before = await issueToken(credential)
    const renewed = await regenerate(3_600)
    const during = await issueToken(credential)
    const fresh = await issueToken(renewed)
    await later(3_599.999)
    expect([await isAlive(before), await isAlive(during), await isAlive(fresh)]).toEqual([true, true, true])
    await later(0.001)
    expect([await isAlive(before), await isAlive(during), await isAlive(fresh)]).toEqual([false, false, true])
  })

  test('expires_in never promises past retirement', async () => {
    await withoutIdleEnd()
    const renewed = await regenerate(3_600)
    await later(600.5)
    expect((await requestToken(credential)).body.expires_in).toBe(2_999)
    expect((await requestToken(renewed)).body.expires_in).toBe(86_400)
    await later(2_999)
    expect((await requestToken(credential)).body.expires_in).toBe(0)
  })

  test('a second regenerate retires the first old one at once, and its sessions with it', async () => {
    const oldest = await issueToken(credential)
    const second = await regenerate(604_800)
    const old = await issueToken(second)
    const third = await regenerate(3_600)
    expect([await works(credential), await works(second), await works(third)]).toEqual([false, true, true])
    expect([await isAlive(oldest), await isAlive(old)]).toEqual([false, true])
  })

  test('a retired secret does not come back with the next overlap', async () => {
    await withoutIdleEnd()
    const token = await issueToken(credential)
    const second = await regenerate(3_600)
    await later(3_600)
    await regenerate(86_400)
    expect([await works(credential), await works(second), await isAlive(token)]).toEqual([false, true, false])
  })

  test('it outlives neither the expiry of its credential nor its deletion', async () => {
    const renewed = await regenerate(604_800)
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt: new Date(Date.now() + 60_000) } })
    expect((await requestToken(credential)).body.expires_in).toBe(60)
    await later(60)
    expect([await works(credential), await works(renewed)]).toEqual([false, false])
    expect(await updateCredential(owner, credential.id, { name: 'Revived', expiresOn: '2099-12-31' }, new Date())).toEqual({ ok: true })
    expect(await works(credential)).toBe(true)
    await deleteCredential(owner, credential.id, new Date())
    expect(await works(credential)).toBe(false)
  })

  test('is audited with the instant of retirement, and without either secret', async () => {
    const renewed = await regenerate(86_400)
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: 'credential.secret-regenerated' } })
    expect(event.after).toEqual({ oldSecretWorksUntil: new Date(Date.now() + 86_400_000).toISOString() })
    const text = JSON.stringify({ ...event, id: '' })
    for (const secret of [credential.secret, renewed.secret]) expect(text).not.toContain(secret)
  })

  test('of several at once exactly the last two secrets work', async () => {
    const renewed = await Promise.all(Array.from({ length: 4 }, () => regenerate(3_600)))
    const answers = await Promise.all([credential, ...renewed].map(works))
    expect(answers.filter(Boolean)).toHaveLength(2)
    expect(answers[0]).toBe(false)
  })
})
