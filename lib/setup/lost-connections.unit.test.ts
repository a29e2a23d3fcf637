import type { Worker } from 'node:cluster'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeLostConnections } from './lost-connections'

/** What a worker's process is to cluster: something that takes messages and says others. e2e kills real ones. */
class Child extends EventEmitter {
  readonly sent: unknown[][] = []
  send(...words: unknown[]) {
    this.sent.push(words)
    return true
  }
}

let child: Child
const socket = () => ({ close: vi.fn() })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  child = new Child()
  closeLostConnections({ process: child } as unknown as Worker)
})

afterEach(() => {
  vi.useRealTimers()
})

test('when a worker dies, what it had not taken is closed a moment later, and nothing else', () => {
  const [taken, refused, lost, listening] = [socket(), socket(), socket(), socket()]
  child.send({ act: 'newconn', seq: 1 }, taken)
  child.send({ act: 'newconn', seq: 2 }, refused)
  child.send({ act: 'newconn', seq: 3 }, lost)
  child.send({ act: 'other', seq: 4 }, listening)
  child.emit('internalMessage', { ack: 1, accepted: true })
  child.emit('exit')
  // Cluster gives it to another worker.
  child.emit('internalMessage', { ack: 2, accepted: false })
  expect(lost.close).not.toHaveBeenCalled()
  vi.advanceTimersByTime(500)
  expect([taken, refused, lost, listening].map(({ close }) => close.mock.calls.length)).toEqual([0, 0, 1, 0])
})

test('messages reach it as they are', () => {
  const callback = () => {}
  expect(child.send('stop', undefined, callback)).toBe(true)
  expect(child.sent).toEqual([['stop', undefined, callback]])
})
