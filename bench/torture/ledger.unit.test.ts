import { describe, expect, test } from 'vitest'
import { untruthIn } from './ask.mjs'
import { anySecret, Ledger } from './ledger.mjs'
import { summary } from './probe.mjs'
import { seeded } from './random.mjs'

describe('what was acknowledged', () => {
  const ticket = (ledger: Ledger) => {
    const thing = ledger.intend('ticket', 'T', 'NEW')
    ledger.acknowledge(thing, { id: 'T-1' })
    return thing
  }

  test('and is found as it was is not lost; anything else is, once', () => {
    const ledger = new Ledger()
    const thing = ticket(ledger)
    ledger.compare(thing, 'NEW', 'here')
    expect(ledger.lost).toEqual([])
    ledger.compare(thing, null, 'here')
    ledger.compare(thing, null, 'here')
    expect(ledger.lost).toEqual(['ticket T is not there instead of NEW here'])
    expect(ledger.acknowledged).toBe(1)
  })

  test('and is gone must not be there', () => {
    const ledger = new Ledger()
    const thing = ticket(ledger)
    ledger.intend('ticket', 'T', null)
    ledger.acknowledge(thing)
    ledger.compare(thing, 'NEW', 'here')
    expect(ledger.lost).toEqual(['ticket T is NEW instead of gone here'])
  })

  test('what nobody answered may have been done or not, the last or any before it, and is certain once it was seen', () => {
    for (const actual of ['NEW', 'CLOSED', 'IN_PROGRESS']) {
      const ledger = new Ledger()
      const thing = ticket(ledger)
      ledger.intend('ticket', 'T', 'CLOSED')
      ledger.intend('ticket', 'T', 'IN_PROGRESS')
      ledger.compare(thing, actual, 'here')
      expect(ledger.lost).toEqual([])
      ledger.compare(thing, 'something else', 'here')
      expect(ledger.lost).toEqual([`ticket T is something else instead of ${actual} here`])
    }
  })

  test('a secret nobody was told is known as another, and no longer tried', () => {
    const ledger = new Ledger()
    const thing = Object.assign(ledger.know('credential', 'C', 'first', 'id'), { proof: { clientId: 'c', secret: 's' } })
    ledger.intend('credential', 'C', anySecret)
    ledger.compare(thing, 'second', 'here')
    expect([ledger.lost, thing.value, thing.proof]).toEqual([[], 'second', undefined])
    ledger.compare(thing, null, 'here')
    expect(ledger.lost).toHaveLength(1)
  })
})

test('the longest time without an answer counts from the beginning, between answers, and to the end', () => {
  const sample = (sentAt: number, endedAt: number, ok = true) => ({ kind: 'token' as const, sentAt, endedAt, ok })
  expect(summary([], 0, 900).longestGap).toBe(900)
  const seen = [sample(100, 110), sample(200, 950), sample(300, 310, false), sample(400, 960)]
  expect(summary(seen, 0, 1_000)).toMatchObject({ longestGap: 840, asked: 4, unanswered: 1, p50: 560 })
  expect(summary(seen, 0, 2_500).longestGap).toBe(1_540)
  expect(summary(seen, 100, 900).longestGap).toBe(790)
})

test('refusing for the moment is a 503 in the form of the RFCs, with the time to come back', () => {
  const answer = (status: number, text: string, headers = {}) => untruthIn({ status, text, headers })
  const after = { 'retry-after': '5' }
  expect(answer(503, '{"error":"temporarily_unavailable"}', after)).toBeUndefined()
  expect(answer(503, '{"code":"unavailable"}', after)).toBeUndefined()
  expect(answer(503, '{"code":"unavailable"}')).toContain('without Retry-After')
  expect(answer(503, '{}', after)).toContain('without an error code')
  expect(answer(503, 'Try again', after)).toContain('is not JSON')
  expect(answer(500, '{"error":"server_error"}', after)).toContain('500')
})

test('the same seed does the same, whoever asks first', () => {
  const plan = (seed: number, isOtherFirst: boolean) => {
    const random = seeded(seed)
    const [kills, load] = [random.branch('kills'), random.branch('load')]
    if (isOtherFirst) load.next()
    return [kills.shuffled(['a', 'b', 'c', 'd']), kills.between(300, 1_500), kills.pick([1, 2, 3])]
  }
  expect(plan(7, true)).toEqual(plan(7, false))
  expect(plan(8, false)).not.toEqual(plan(7, false))
})
