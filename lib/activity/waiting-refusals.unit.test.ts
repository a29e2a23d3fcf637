import { beforeEach, expect, test } from 'vitest'
import type { Backlog } from '@/lib/db/write-behind'
import { type Refusal, type RefusedHour, waitingRefusals } from './waiting-refusals'

const first: Refusal = {
  at: new Date('2026-11-22T10:30:00.250Z'),
  credentialId: 'a',
  method: 'POST',
  route: '/Auth/OAuth/Token',
  path: '/Auth/OAuth/Token',
  status: 401,
  durationMs: 3,
  ip: '192.0.2.1',
  reason: 'unknown-or-wrong-secret',
}

let waiting: Backlog<Refusal>
let written: RefusedHour[][]

beforeEach(() => {
  written = []
  waiting = waitingRefusals(async (hours) => void written.push(hours), 150)
})

async function writeAll() {
  const statements = waiting.take()
  for (const { run } of statements) await run()
  return statements.map(({ items }) => items)
}

test('refusals wait by credential, hour, and whether the secret was right', async () => {
  const later = new Date('2026-11-22T11:00:00.000Z')
  const all = [
    first,
    { ...first, reason: 'throttled' },
    { ...first, reason: 'expired' },
    { ...first, at: later },
    { ...first, credentialId: 'b' },
  ]
  all.forEach(waiting.add)
  expect(waiting.size()).toBe(5)
  expect(await writeAll()).toEqual([5])
  expect(written[0]).toEqual([
    { credentialId: 'a', hour: Date.parse('2026-11-22T10:00:00Z') / 1000, hadSecret: false, count: 2, first: [all[0], all[1]] },
    { credentialId: 'a', hour: Date.parse('2026-11-22T10:00:00Z') / 1000, hadSecret: true, count: 1, first: [all[2]] },
    { credentialId: 'a', hour: later.getTime() / 1000, hadSecret: false, count: 1, first: [all[3]] },
    { credentialId: 'b', hour: Date.parse('2026-11-22T10:00:00Z') / 1000, hadSecret: false, count: 1, first: [all[4]] },
  ])
})

test('however many there are, no more of an hour wait than can be listed; the rest is a number', async () => {
  for (let durationMs = 0; durationMs < 100_000; durationMs++) waiting.add({ ...first, durationMs })
  expect(waiting.size()).toBe(100)
  expect(await writeAll()).toEqual([100])
  expect(written[0]?.[0]).toMatchObject({ count: 100_000 })
  expect(written[0]?.[0]?.first.map(({ durationMs }) => durationMs)).toEqual(Array.from({ length: 100 }, (_, i) => i))
})

test('in statements of a bounded size', async () => {
  for (let i = 0; i < 1_000; i++) waiting.add({ ...first, credentialId: `${i % 10}` })
  expect(await writeAll()).toEqual([200, 200, 200, 200, 200])
  expect([waiting.size(), waiting.take()]).toEqual([0, []])
})

test('of a long path the beginning', async () => {
  waiting.add({ ...first, path: `/${'x'.repeat(9_000)}`, route: `/${'y'.repeat(9_000)}` })
  await writeAll()
  expect(written[0]?.[0]?.first[0]).toMatchObject({ path: `/${'x'.repeat(499)}`, route: `/${'y'.repeat(499)}` })
})
