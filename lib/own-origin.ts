/**
 * Whether an `Origin` (RFC 6454 §7; `null` is nobody's) is the host that a request was sent to: the first that proxies name, as Next
 * compares it, else `Host`.
 */
export function isOwnOrigin(origin: string, host: string | undefined, forwardedHost: string | undefined): boolean {
  const asked = forwardedHost === undefined ? host : forwardedHost.split(',', 1)[0]?.trim()
  return URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).host === asked?.toLowerCase()
}
