import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress } from '@/lib/client-address'
import type { Config } from '@/lib/config'
import { isLoopback, isSecure } from '@/lib/secure-transport'

/** What goes with every answer. */
const always = { 'x-content-type-options': 'nosniff' }
const overTls = { ...always, 'strict-transport-security': 'max-age=31536000' }

/**
 * Makes the forwarding headers true, and turns away whoever would send secrets in the clear (RFC 6749 §3.2, RFC 6750 §5.3): only
 * TLS, or a caller on this machine, gets through. Returns the headers that go with the answer, or undefined when it has answered.
 */
export function admit(request: IncomingMessage, response: ServerResponse, config: Config): Record<string, string> | undefined {
  // RFC 9112 §3.2.2: an address in absolute form means its path; what names no path at all ("*") is nothing of ours.
  if (!request.url?.startsWith('/')) request.url = request.url?.replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  // Of two hosts a proxy in front may have gone by the other one (RFC 9112 §3.2).
  if (!request.url.startsWith('/') || !stampAddress(request, config.trustedProxies)) {
    response.writeHead(400, { connection: 'close' }).end()
    return undefined
  }
  const { headers, socket } = request
  const isTls = isSecure(headers['x-forwarded-proto'], config.trustedProxies)
  if (isTls) return overTls
  if (config.allowInsecureHttp) return always
  const caller =
    config.trustedProxies === 0
      ? socket.remoteAddress
      : clientAddress(new Headers({ 'x-forwarded-for': String(headers['x-forwarded-for']) }))
  if (isLoopback(caller)) return always
  const body = { error: 'invalid_request', error_description: 'Use HTTPS: this server does not answer plain HTTP from other machines.' }
  response
    .writeHead(403, { ...always, 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' })
    .end(JSON.stringify(body))
  return undefined
}

const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']

/**
 * Adds the socket's address to X-Forwarded-For as a proxy does, and forgets forwarding headers that no trusted proxy has set; in
 * the parsed headers, which Next reads, and in the raw ones, which the machine lane reads. False when the request names two hosts.
 */
function stampAddress(request: IncomingMessage, trustedProxies: number): boolean {
  const { headers, rawHeaders, socket } = request
  const before = trustedProxies === 0 ? undefined : headers['x-forwarded-for']
  const stamped = [before, socket.remoteAddress].filter(Boolean).join(', ')
  let hosts = 0
  let kept: string[] | undefined
  // The raw ones decide: a server that limits their number leaves the rest out of the parsed ones.
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const raw = `${rawHeaders[i]}`
    // By length first: no other header needs a look at its letters.
    const name = raw.length === 4 || (raw.length >= 9 && raw.length <= 17) ? raw.toLowerCase() : ''
    if (name === 'host') hosts++
    if (name === 'x-forwarded-for' || (trustedProxies === 0 && forwardingHeaders.includes(name))) {
      kept ??= rawHeaders.slice(0, i)
      delete headers[name]
    } else kept?.push(raw, `${rawHeaders[i + 1]}`)
  }
  headers['x-forwarded-for'] = stamped
  // First, where whoever limits their number still sees it.
  request.rawHeaders = ['X-Forwarded-For', stamped, ...(kept ?? rawHeaders)]
  return hosts <= 1
}
