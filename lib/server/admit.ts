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
  if (!request.url.startsWith('/') || hasTwoHosts(request.rawHeaders)) {
    response.writeHead(400, { connection: 'close' }).end()
    return undefined
  }
  stampAddress(request, config.trustedProxies)
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

/** RFC 9112 §3.2: whoever stands in front may have gone by the other one. */
function hasTwoHosts(raw: string[]) {
  let hosts = 0
  for (let i = 0; i < raw.length; i += 2) if (raw[i]?.length === 4 && raw[i]?.toLowerCase() === 'host') hosts++
  return hosts > 1
}

const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']

/**
 * Adds the socket's address to X-Forwarded-For as a proxy does, and forgets forwarding headers that no trusted proxy has set; in
 * the parsed headers, which Next reads, and in the raw ones, which the machine lane reads.
 */
function stampAddress(request: IncomingMessage, trustedProxies: number) {
  const { headers, rawHeaders, socket } = request
  const before = trustedProxies === 0 ? undefined : headers['x-forwarded-for']
  const stamped = [before, socket.remoteAddress].filter(Boolean).join(', ')
  // The raw ones decide: a server that limits their number leaves the rest out of the parsed ones.
  const isForgotten = (raw: string) => {
    const name = raw.toLowerCase()
    return name === 'x-forwarded-for' || (trustedProxies === 0 && forwardingHeaders.includes(name))
  }
  const isAnyForgotten = rawHeaders.some((name, i) => i % 2 === 0 && isForgotten(name))
  const kept = isAnyForgotten ? rawHeaders.filter((_, i) => !isForgotten(`${rawHeaders[i - (i % 2)]}`)) : rawHeaders
  if (isAnyForgotten) for (const name of forwardingHeaders) if (isForgotten(name)) delete headers[name]
  headers['x-forwarded-for'] = stamped
  // First, where whoever limits their number still sees it.
  request.rawHeaders = ['X-Forwarded-For', stamped, ...kept]
}
