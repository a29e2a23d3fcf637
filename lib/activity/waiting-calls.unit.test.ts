import { beforeEach, expect, test } from 'vitest'
import type { Backlog } from '@/lib/db/write-behind'
import { type ApiCall, type Part, type Session, waitingCalls } from './waiting-calls'

const first: ApiCall = {
  at: new Date('2026-11-22T10:30:00.250Z'),
  credentialId: 'b',
  sessionId: 's1',
  sessionHint: 'wxyz',
  method: 'GET',
  route: '/api/v1/tickets/{reference}',
  path: '/api/v1/tickets/T-1',
  status: 200,
  durationMs: 3,
  ip: '192.0.2.1',
}

let waiting: Backlog<ApiCall>
/** Of each statement, the calls that it writes, put together again. */
let written: ApiCall[][]

beforeEach(() => {
  written = []
  waiting = waitingCalls(async (parts, sessions) => void written.push(parts.flatMap((part) => callsOf(part, sessions))), 3)
})

const callsOf = ({ kind, from, to }: Part, sessions: Session[]) =>
  kind.at.slice(from, to).map((ms, i): ApiCall => {
    const session = sessions[kind.session[from + i] ?? -1] as Session
    const durationMs = kind.durationMs[from + i] ?? -1
    return { ...kind.call, at: new Date(kind.hour * 1000 + ms), sessionId: session.id, sessionHint: session.hint, durationMs }
  })

async function writeAll() {
  const statements = waiting.take()
  for (const { run } of statements) await run()
  expect(statements.map(({ items }) => items)).toEqual(written.map(({ length }) => length))
}

test('every call comes out as it went in, those of one credential together, in statements of so many', async () => {
  const calls: ApiCall[] = [
    first,
    { ...first, at: new Date('2026-11-22T10:59:59.999Z'), sessionId: 's2', sessionHint: 'stuv', durationMs: 0 },
    { ...first, at: new Date('2026-11-22T11:00:00.000Z') },
    { ...first, credentialId: 'a', sessionId: 's4', status: 401, reason: 'idle' },
    { ...first, method: 'POST' },
    { ...first, path: '/api/v1/tickets/T-2' },
    { ...first, ip: undefined },
    { ...first, status: 403, reason: 'missing_feature' },
    { ...first, credentialId: 'a', sessionId: 's3' },
    { ...first, durationMs: 7 },
  ]
  calls.forEach(waiting.add)
  expect(waiting.size()).toBe(10)
  await writeAll()
  expect(written.map(({ length }) => length)).toEqual([3, 3, 3, 1])
  expect(written.flat().map(({ credentialId }) => credentialId)).toEqual(['a', 'a', ...Array(8).fill('b')])
  const inOrder = (these: ApiCall[]) => these.map((call) => JSON.stringify(Object.entries(call).sort())).sort()
  expect(inOrder(written.flat())).toEqual(inOrder(calls))
})

test('calls of one kind keep their order across statements', async () => {
  for (let durationMs = 0; durationMs < 8; durationMs++) waiting.add({ ...first, durationMs, sessionId: `s${durationMs % 2}` })
  await writeAll()
  expect(written.map((calls) => calls.map(({ durationMs }) => durationMs))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7],
  ])
})

test('what was handed over does not wait any more, nor does it change with what comes after', async () => {
  waiting.add(first)
  const [statement] = waiting.take()
  expect([waiting.size(), waiting.take()]).toEqual([0, []])
  waiting.add({ ...first, sessionId: 's9', durationMs: 9 })
  await statement?.run()
  expect(written).toEqual([[first]])
})
