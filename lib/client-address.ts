import { config } from './config'

/**
 * The address a request came from. server.ts appends the socket's own address to `X-Forwarded-For` as a proxy would, so the last
 * entry is always true; TRUST_PROXY says how many entries before it were written by proxies of ours. What a client writes into
 * the header itself is never believed.
 */
export function clientAddress(headers: Headers): string | undefined {
  const hops = headers.get('x-forwarded-for')?.split(',') ?? []
  const address = hops.at(-1 - config().trustedProxies)?.trim() || hops[0]?.trim()
  // One address, one spelling: IPv4 callers of a dual-stack socket carry an IPv6 prefix.
  return address?.replace(/^::ffff:(?=\d+\.)/i, '') || undefined
}
