import { config } from './config'
import { readAddress } from './ip-address'

/**
 * The address a request came from. server.ts appends the socket's own address to `X-Forwarded-For` as a proxy would, so the last
 * entry is always true; TRUST_PROXY says how many entries before it were written by proxies of ours. What a client writes into
 * the header itself is never believed. One address has one spelling, whoever wrote it.
 */
export function clientAddress(headers: Headers): string | undefined {
  const hops = headers.get('x-forwarded-for')?.split(',') ?? []
  const address = hops.at(-1 - config().trustedProxies)?.trim() || hops[0]?.trim()
  return address ? readAddress(address).text : undefined
}
