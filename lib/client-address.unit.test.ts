import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

/** The address found in a header, by a process that trusts so many proxies. */
async function addressOf(forwardedFor: string | undefined, trustedProxies: number) {
  vi.resetModules()
  vi.stubEnv('TRUST_PROXY', String(trustedProxies))
  const { clientAddress } = await import('./client-address')
  return clientAddress(new Headers(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }))
}

test.each([
  [0, '203.0.113.7', '203.0.113.7', 'the socket’s own address'],
  [0, '1.1.1.1, 203.0.113.7', '203.0.113.7', 'what a client writes into the header itself is never believed'],
  [0, '1.1.1.1, 2.2.2.2, 203.0.113.7', '203.0.113.7', 'however much it writes'],
  [0, '::1', '::1', 'an IPv6 address'],
  [1, '203.0.113.7, 10.0.0.1', '203.0.113.7', 'what the proxy saw'],
  [1, '1.1.1.1, 203.0.113.7, 10.0.0.1', '203.0.113.7', 'what the proxy saw, not what the client told it'],
  [2, '1.1.1.1, 203.0.113.7, 10.0.0.2, 10.0.0.1', '203.0.113.7', 'what the outer of two proxies saw'],
  [1, '127.0.0.1', '127.0.0.1', 'a call past the proxy, from this machine'],
  [0, '1.1.1.1 ,  203.0.113.7 ', '203.0.113.7', 'spaces do not matter'],
  [0, '::ffff:203.0.113.7', '203.0.113.7', 'an IPv4 caller of a dual-stack socket'],
  [0, '::FFFF:CB00:7107', '203.0.113.7', 'one in another spelling'],
  [0, '2001:DB8:0::1%eth0', '2001:db8::1', 'the one spelling of an IPv6 address'],
  [1, '[2001:db8::1]:49152, 10.0.0.1', '2001:db8::1', 'without the port that a proxy adds'],
  [1, '203.0.113.7:49152, 10.0.0.1', '203.0.113.7', 'without the port that a proxy adds'],
  [1, 'unknown, 10.0.0.1', 'unknown', 'a proxy that does not tell'],
])('behind %d trusted proxies, of "%s" it is %s: %s', async (trustedProxies, header, address) => {
  expect(await addressOf(header, trustedProxies)).toBe(address)
})

test('of nonsense no more is kept than an address has', async () => {
  expect(await addressOf(`${'x'.repeat(9_000)}, 10.0.0.1`, 1)).toBe('x'.repeat(64))
})

test.each([undefined, '', ' ', ','])('of %j nothing is known', async (header) => {
  expect(await addressOf(header, 0)).toBeUndefined()
})

test('other headers say nothing', async () => {
  const { clientAddress } = await import('./client-address')
  const headers = new Headers({ 'x-real-ip': '1.1.1.1', forwarded: 'for=1.1.1.1', 'cf-connecting-ip': '1.1.1.1' })
  expect(clientAddress(headers)).toBeUndefined()
})
