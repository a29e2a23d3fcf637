import { readAddress } from './ip-address'

/** Whether a request came over TLS; only proxies that are trusted can say so, in `X-Forwarded-Proto`. */
export function isSecure(forwardedProto: string | string[] | undefined, trustedProxies: number): boolean {
  if (trustedProxies === 0) return false
  const protocols = String(forwardedProto).split(',')
  return (protocols.at(-trustedProxies) ?? protocols[0])?.trim() === 'https'
}

/** Whether an address, in whatever spelling, is this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && readAddress(address).isLoopback
}
