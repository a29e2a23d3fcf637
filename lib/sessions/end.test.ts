import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { listCredentials } from '@/lib/credentials/list'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { callApi, credentialOf, everyRow, issueToken, type Person, person, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser } from '@/lib/users/disable'
import { endAllSessions, endSession } from './end'
import { countLiveSessions, listLiveSessions } from './list'

useTestDatabase()

const actor = { id: null, name: 'Test' }
let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>
let tokens: string[]

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'])
  credential = await credentialOf(owner)
  tokens = [await issueToken(credential), await issueToken(credential), await issueToken(credential)]
  await flushWriteBehind()
})

const live = (by = owner, now = new Date(), id = credential.id) => listLiveSessions(by.id, id, now)
const statuses = () => Promise.all(tokens.map(async (token) => (await callApi(token)).status))
const auditEvents = () =>
  prisma().auditEvent.findMany({
    where: { action: { contains: 'session' } },
    select: { action: true, actorId: true, targetId: true, targetName: true, before: true },
    orderBy: { id: 'asc' },
  })

async function sessionOf(token: string) {
  const found = (await live()).find(({ tokenHint }) => tokenHint === token.slice(-4))
  if (!found) throw new Error('no such session')
  return found
}

describe('live sessions', () => {
  test('are listed with start, last use, address, client and the end of their token', async () => {
    await database().pool.query("UPDATE sessions SET ip = '198.51.100.7', user_agent = 'curl/8.1'")
    const listed = await live()
    expect(new Set(listed.map(({ tokenHint }) => tokenHint))).toEqual(new Set(tokens.map((token) => token.slice(-4))))
    expect(listed[0]).toEqual({
      id: expect.any(String),
      tokenHint: expect.any(String),
      issuedAt: expect.any(Date),
      lastUsedAt: expect.any(Date),
      ip: '198.51.100.7',
      userAgent: 'curl/8.1',
    })
  })

  const endings: [name: string, end: () => Promise<unknown>, left: number][] = [
    ['nothing happened', async () => {}, 3],
    ['its owner lost a role', async () => changeUser(actor, owner.id, { roleIds: [await roleId('Team Member')] }, new Date()), 0],
    ['its owner was disabled', () => disableUser(actor, owner.id, new Date()), 0],
    ['the secret was regenerated', () => regenerateSecret(owner, credential.id, 0, new Date()), 0],
    ['the credential expired', () => database().pool.query("UPDATE application_credentials SET expires_at = now() - interval '1 s'"), 0],
    ['the credential was disabled', () => database().pool.query('UPDATE application_credentials SET disabled_at = now()'), 0],
    [
      'two were idle for the Idle Session Timeout',
      () =>
        database().pool.query(
          `UPDATE sessions SET last_used_at = now() - interval '20 minutes 1 second' WHERE token_hint IN ($1, $2)`,
          tokens.slice(1).map((token) => token.slice(-4)),
        ),
      1,
    ],
    ['one was ended', async () => endSession(owner, credential.id, (await sessionOf(tokens[0] as string)).id, new Date()), 2],
  ]
  test.each(endings)('list, count and API agree when %s', async (_name, end, left) => {
    await end()
    expect(await live()).toHaveLength(left)
    expect((await countLiveSessions(owner.id, new Date())).get(credential.id) ?? 0).toBe(left)
    expect((await listCredentials(owner.id, new Date()))[0]?.liveSessions).toBe(left)
    expect((await statuses()).filter((status) => status === 200)).toHaveLength(left)
  })

  test('end in the list at the same instant as for the API', async () => {
    const [last] = await live()
    const lastUse = last?.lastUsedAt.getTime() ?? 0
    const at = (ms: number) => new Date(lastUse + ms)
    expect((await live(owner, at(1_199_999))).length).toBeGreaterThan(0)
    expect(await live(owner, at(1_200_000))).toEqual([])
    expect((await countLiveSessions(owner.id, at(1_199_999))).get(credential.id)).toBeGreaterThan(0)
    expect((await countLiveSessions(owner.id, at(1_200_000))).size).toBe(0)
  })

  test('with an overlap, those issued with the previous secret count until it retires', async () => {
    const retires = new Date(Date.now() + 60_000)
    await database().pool.query(
      'UPDATE application_credentials SET secret_version = 2, previous_secret_hash = secret_hash, previous_secret_ends_at = $1',
      [retires],
    )
    expect(await live()).toHaveLength(3)
    expect(await live(owner, retires)).toEqual([])
    expect((await countLiveSessions(owner.id, retires)).size).toBe(0)
  })

  test('are counted per credential', async () => {
    const other = await credentialOf(owner)
    await issueToken(other)
    const stranger = await person()
    await issueToken(await credentialOf(stranger))
    const counts = await countLiveSessions(owner.id, new Date())
    expect(counts).toEqual(
      new Map([
        [credential.id, 3],
        [other.id, 1],
      ]),
    )
  })
})

describe('End session', () => {
  test('kills that token at its next call and no other, and is audited', async () => {
    const { id } = await sessionOf(tokens[1] as string)
    expect(await endSession(owner, credential.id, id, new Date())).toEqual({ ok: true })
    expect(await statuses()).toEqual([200, 401, 200])
    expect(await auditEvents()).toEqual([
      {
        action: 'session.ended',
        actorId: owner.id,
        targetId: credential.id,
        targetName: credential.name,
        before: { tokenEnding: tokens[1]?.slice(-4) },
      },
    ])
  })

  test('of one that is over already changes nothing and is not audited', async () => {
    const { id } = await sessionOf(tokens[1] as string)
    await endSession(owner, credential.id, id, new Date())
    expect(await endSession(owner, credential.id, id, new Date())).toEqual({ ok: false, reason: 'not-found' })
    expect(await auditEvents()).toHaveLength(1)
  })

  test('through another credential of the same owner finds nothing', async () => {
    const other = await credentialOf(owner)
    const { id } = await sessionOf(tokens[1] as string)
    expect(await endSession(owner, other.id, id, new Date())).toEqual({ ok: false, reason: 'not-found' })
    expect(await statuses()).toEqual([200, 200, 200])
  })
})

describe('End all sessions', () => {
  test('kills every token of the credential, not those of others, and new ones can be issued at once', async () => {
    const sibling = await issueToken(await credentialOf(owner))
    expect(await endAllSessions(owner, credential.id, new Date())).toEqual({ ok: true, ended: 3 })
    expect(await statuses()).toEqual([401, 401, 401])
    expect((await callApi(sibling)).status).toBe(200)
    expect((await callApi(await issueToken(credential))).status).toBe(200)
    expect(await auditEvents()).toMatchObject([{ action: 'credential.sessions-ended', before: { liveSessions: 3 } }])
  })

  test('counts only those that lived', async () => {
    await database().pool.query("UPDATE sessions SET last_used_at = now() - interval '1 hour' WHERE token_hint = $1", [
      tokens[0]?.slice(-4),
    ])
    expect(await endAllSessions(owner, credential.id, new Date())).toEqual({ ok: true, ended: 2 })
    expect(await endAllSessions(owner, credential.id, new Date())).toEqual({ ok: true, ended: 0 })
  })
})

test('a second person sees and ends nothing: the same answers as for ids that never were', async () => {
  const stranger = await person()
  const own = await credentialOf(stranger)
  const { id } = await sessionOf(tokens[0] as string)
  await flushWriteBehind()
  const before = await everyRow()
  expect(await live(stranger)).toEqual([])
  expect((await countLiveSessions(stranger.id, new Date())).size).toBe(0)
  for (const [credentialId, sessionId] of [
    [credential.id, id],
    [own.id, id],
    [randomUUID(), id],
    [credential.id, randomUUID()],
  ] as const) {
    expect(await endSession(stranger, credentialId, sessionId, new Date())).toEqual({ ok: false, reason: 'not-found' })
  }
  for (const credentialId of [credential.id, randomUUID()]) {
    expect(await endAllSessions(stranger, credentialId, new Date())).toEqual({ ok: false, reason: 'not-found' })
  }
  expect(await everyRow()).toEqual(before)
  expect(await statuses()).toEqual([200, 200, 200])
})
