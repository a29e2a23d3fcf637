import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'

useTestDatabase()

let token: string

beforeEach(async () => {
  token = await issueToken(await credentialOf(await person(), { builder: 'Administrator' }))
})

/** As another process would, which tells this one nothing. */
const sql = (text: string, values: unknown[] = []) => database().pool.query(text, values)

const carry = (features: string[]) => sql(`UPDATE roles SET features = $1 WHERE name = 'Team Member'`, [features])

test('every call answered after a role was changed elsewhere sees what it carries now, however many come at once', async () => {
  const { features: atFirst } = (await callApi(token)).body
  for (let round = 0; round < 10; round++) {
    await carry(round % 2 ? ['tickets:read'] : ['tickets:assign'])
    const calls = await Promise.all(Array.from({ length: 8 }, () => callApi(token)))
    const expected = atFirst
      .filter((feature: string) => !feature.startsWith('tickets'))
      .concat(round % 2 ? 'tickets:read' : 'tickets:assign')
    for (const { body } of calls) expect(body.features).toEqual(expected.sort())
  }
})

test('calls that run while things change see a state that was, all of it at one moment', async () => {
  await sql(`UPDATE roles SET name = 'Round 0' WHERE name = 'Team Member'`)
  const owner = (await callApi(token)).body.owner.id
  const round = async (from: number) => {
    const client = await database().pool.connect()
    await client.query(`BEGIN; UPDATE roles SET name = 'Round ${from + 1}' WHERE name = 'Round ${from}'`)
    await client.query('UPDATE users SET name = $1 WHERE id = $2', [`Round ${from + 1}`, owner])
    await client.query('COMMIT')
    client.release()
  }
  await round(0)
  let isOver = false
  const change = (async () => {
    let last = 1
    while (!isOver) {
      await round(last++)
      await delay(1)
    }
    return last
  })()
  const seen = new Set<string>()
  for (let i = 0; i < 40; i++) {
    for (const { body } of await Promise.all([callApi(token), callApi(token)])) {
      expect(body.roles.operational).toBe(body.owner.name)
      seen.add(body.owner.name)
    }
  }
  isOver = true
  const last = await change
  expect(seen.size).toBeGreaterThan(1)
  expect((await callApi(token)).body.roles.operational).toBe(`Round ${last}`)
})

test('a role has the name it was given elsewhere, and one that is gone has none and carries nothing', async () => {
  const tickets = (features: string[]) => features.filter((feature) => feature.startsWith('tickets'))
  expect((await callApi(token)).body.roles.operational).toBe('Team Member')
  await sql(`UPDATE roles SET name = 'Night Shift' WHERE name = 'Team Member'`)
  expect((await callApi(token)).body.roles).toEqual({ operational: 'Night Shift', builder: 'Administrator' })
  await sql(`WITH short AS (INSERT INTO roles (id, kind, name, features) VALUES (gen_random_uuid(), 'OPERATIONAL', 'Short', '{tickets:assign}') RETURNING id)
    UPDATE sessions SET operational_role_id = short.id FROM short`)
  const { body: before } = await callApi(token)
  expect([before.roles.operational, tickets(before.features)]).toEqual(['Short', ['tickets:assign']])
  await sql(`DELETE FROM roles WHERE name = 'Short'`)
  const { body: after } = await callApi(token)
  expect([after.roles.operational, tickets(after.features)]).toEqual([null, []])
})

test('a change that is under way or rolled back is never seen', async () => {
  const { features } = (await callApi(token)).body
  const client = await database().pool.connect()
  await client.query(`BEGIN; UPDATE roles SET features = '{}'; SET CONSTRAINTS ALL IMMEDIATE`)
  // The embedded database has one connection: there a call waits for the transaction to end.
  const call = callApi(token)
  if (!database().embedded) await call
  await client.query('ROLLBACK')
  client.release()
  expect((await call).body.features).toEqual(features)
  expect((await callApi(token)).body.features).toEqual(features)
})
