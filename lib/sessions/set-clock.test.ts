import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { hashSecret } from '@/lib/secret-format'
import { checkSignIn } from '@/lib/sign-in/check'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { inspectToken } from './authenticate'
import { correctLastUses } from './correct-last-uses'
import { markIdle } from './mark-idle'
import { purgeDeadSessions } from './purge'

useTestDatabase()

const tables = ['sessions', 'application_credentials', 'sign_ins']
let token: string
let signIn: string
/** The present: what is stored now was stored by a right clock. */
let now: Date

beforeEach(async () => {
  const owner = await person()
  token = await issueToken(await credentialOf(owner))
  now = new Date()
  const { rolesVersion } = await prisma().user.findUniqueOrThrow({ where: { id: owner.id }, select: { rolesVersion: true } })
  signIn = randomUUID()
  await prisma().signIn.create({
    data: { tokenHash: hashSecret(signIn), userId: owner.id, rolesVersion, startedAt: now, lastUsedAt: now },
  })
  await flushWriteBehind()
})

const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000)

/** As if every last use had been stored by a clock that far ahead. */
async function storeLastUses(at: Date) {
  for (const table of tables) await database().pool.query(`UPDATE ${table} SET last_used_at = $1`, [at])
}

async function lastUses(): Promise<Date[]> {
  await flushWriteBehind()
  const { rows } = await database().pool.query(tables.map((table) => `SELECT last_used_at AS at FROM ${table}`).join(' UNION ALL '))
  return rows.map(({ at }) => at)
}

describe('a stored last use more than 5 seconds ahead', () => {
  test('is rewritten to now when its session is used, with that of its credential', async () => {
    const ahead = secondsLater(3_600)
    await storeLastUses(ahead)
    expect((await callApi(token)).status).toBe(200)
    const [ofSession, ofCredential, ofSignIn] = await lastUses()
    expect(ofSession?.getTime()).toBeLessThanOrEqual(Date.now())
    expect(ofSession?.getTime()).toBeGreaterThanOrEqual(now.getTime())
    expect(ofCredential).toEqual(ofSession)
    expect(ofSignIn).toEqual(ahead)
  })

  test('is rewritten by housekeeping, and the token and the sign-in idle out by the corrected time', async () => {
    await storeLastUses(secondsLater(3_600))
    expect(await correctLastUses(now)).toBe(3)
    expect(await lastUses()).toEqual([now, now, now])
    expect(await inspectToken(token, secondsLater(1_199))).toMatchObject({ ok: true })
    expect(await inspectToken(token, secondsLater(1_200))).toMatchObject({ ok: false, reason: 'idle' })
    expect(await checkSignIn(signIn, secondsLater(1_200))).toEqual({ ok: false, reason: 'idle' })
  })

  test('is left alone by introspection, which writes nothing, and does not count for what it promises', async () => {
    const ahead = secondsLater(3_600)
    await storeLastUses(ahead)
    expect(await inspectToken(token, now)).toMatchObject({ ok: true, principal: { endsAt: secondsLater(1_200) } })
    expect(await lastUses()).toEqual([ahead, ahead, ahead])
  })
})

test('a last use that lies ahead by less is as true as any: clocks differ a little', async () => {
  const ahead = new Date(Date.now() + 4_500)
  await storeLastUses(ahead)
  expect((await callApi(token)).status).toBe(200)
  expect(await correctLastUses(new Date())).toBe(0)
  expect(await lastUses()).toEqual([ahead, ahead, ahead])
})

describe('what has died of idleness', () => {
  test('is marked by housekeeping, a minute later, and a clock that jumps back revives nothing', async () => {
    await storeLastUses(now)
    expect(await markIdle(secondsLater(1_259))).toBe(0)
    expect(await inspectToken(token, secondsLater(1_199))).toMatchObject({ ok: true })
    expect(await markIdle(secondsLater(1_261))).toBe(2)
    expect(await markIdle(secondsLater(1_261))).toBe(0)
    for (const at of [now, secondsLater(-86_400), secondsLater(2_000)]) {
      expect(await inspectToken(token, at)).toMatchObject({ ok: false, reason: 'idle' })
      expect(await checkSignIn(signIn, at)).toEqual({ ok: false, reason: 'idle' })
    }
  })

  test('is forgotten a day after it was marked', async () => {
    await storeLastUses(now)
    await markIdle(secondsLater(2_000))
    await database().pool.query('DELETE FROM sign_ins')
    expect(await purgeDeadSessions(secondsLater(2_000 + 86_400))).toBe(0)
    expect(await purgeDeadSessions(secondsLater(2_001 + 86_400))).toBe(1)
  })

  test('is marked step by step however much it is, and what lives is left alone', async () => {
    await database().pool.query(
      `INSERT INTO sessions (id, token_hash, token_hint, credential_id, roles_version, secret_version, issued_at, last_used_at)
       SELECT gen_random_uuid(), sha256(('token ' || n)::bytea), 'wxyz', s.credential_id, 0, 1, $1::timestamptz + (n / 1500) * interval '1 ms',
         CASE WHEN n % 3 = 0 THEN $2::timestamptz ELSE $1 END
       FROM sessions s, generate_series(1, 4500) n`,
      [secondsLater(-7_200), now],
    )
    expect(await markIdle(now)).toBe(3_000)
    const { rows } = await database().pool.query('SELECT count(*)::int AS n FROM sessions WHERE revoked_at IS NULL')
    expect(rows).toEqual([{ n: 1_501 }])
    await database().pool.query('UPDATE sessions SET last_used_at = $1', [secondsLater(3_600)])
    expect(await correctLastUses(now)).toBe(1_501)
  })
})
