import { afterEach, expect, test, vi } from 'vitest'
import { log } from '@/lib/log'
import type { Endpoint } from '@/lib/methods'
import { introspect } from './introspect'
import { revoke } from './revoke'
import { token } from './token'

afterEach(() => {
  vi.restoreAllMocks()
})

test.each<[string, Endpoint]>([
  ['Token', token],
  ['Introspect', introspect],
  ['Revoke', revoke],
])('an upload to %s that is cut off is the sender’s fault: 400, and nothing in the log', async (_name, endpoint) => {
  const logged = (['fatal', 'error', 'warn', 'info'] as const).map((level) => vi.spyOn(log(), level))
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('grant_type=client_'))
    },
    pull(controller) {
      controller.error(new Error('aborted'))
    },
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = new Request('http://localhost/x', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  expect((await endpoint(request)).status).toBe(400)
  for (const spy of logged) expect(spy).not.toHaveBeenCalled()
})
