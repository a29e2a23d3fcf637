import { BodyTooLarge, readBody } from '@/lib/read-body'
import { requestAddress } from '@/lib/request-address'
import { OAuthError } from './oauth-error'

const limitBytes = 16 * 1024
const limitParameters = 64
const mediaType = 'application/x-www-form-urlencoded'

/**
 * Reads the parameters of a protocol request (RFC 6749 §3.2, Appendix B). A parameter without a value counts as omitted; one sent
 * twice, a wrong media type, broken percent-encoding or broken UTF-8 is `invalid_request`. ASCII may go by any name: some clients call
 * it ISO-8859-1 by default, and percent-encode the rest as UTF-8.
 */
export async function readForm(request: Request): Promise<Map<string, string>> {
  if (request.url.includes('?')) refuseQuery(requestAddress(request).searchParams)
  const contentType = request.headers.get('content-type') ?? ''
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase())
  if (type !== mediaType) throw new OAuthError('invalid_request', mediaTypeAdvice(type))
  if (!['', 'identity'].includes(request.headers.get('content-encoding') ?? '')) {
    throw new OAuthError('invalid_request', 'Send the body without Content-Encoding.')
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replace(/[^a-z0-9]/g, '')
  const text = await readText(request)
  if (charset && charset !== 'utf8' && /[^\0-\x7F]/.test(text)) throw new OAuthError('invalid_request', 'The body must be UTF-8.')
  return parseForm(text)
}

/** A parameter that the endpoint cannot do without. @throws {OAuthError} `invalid_request` */
export function requireParameter(form: Map<string, string>, name: string): string {
  const value = form.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`)
  return value
}

/** RFC 6749 §2.3.1, §3.2: parameters in the address end up in logs and histories. */
function refuseQuery(query: URLSearchParams) {
  const sent = ['grant_type', 'client_id', 'client_secret', 'scope', 'token'].find((name) => query.has(name))
  if (sent)
    throw new OAuthError('invalid_request', `Send ${sent} in the body, never in the address; a secret sent there should be replaced.`)
}

/** Parses a form body. @throws {OAuthError} `invalid_request` */
export function parseForm(body: string): Map<string, string> {
  const form = new Map<string, string>()
  const pairs = body.split('&').filter((pair) => pair !== '')
  if (pairs.length > limitParameters) throw new OAuthError('invalid_request', `The body has more than ${limitParameters} parameters.`, 413)
  const seen = new Set<string>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const name = formDecode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : formDecode(pair.slice(equals + 1))
    if (seen.has(name)) throw new OAuthError('invalid_request', `The parameter ${printable(name)} is sent more than once.`)
    seen.add(name)
    if (value !== '') form.set(name, value)
  }
  return form
}

/** Undoes `application/x-www-form-urlencoded`. @throws {OAuthError} `invalid_request` when the encoding is broken */
export function formDecode(text: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new OAuthError('invalid_request', 'The body has a % that is not followed by a valid UTF-8 code; encode every value.')
  }
  if (decoded.includes('\0')) throw new OAuthError('invalid_request', 'The body contains a NUL character.')
  return decoded
}

async function readText(request: Request) {
  try {
    return await readBody(request, limitBytes)
  } catch (error) {
    if (error instanceof BodyTooLarge)
      throw new OAuthError('invalid_request', `The body is longer than ${limitBytes} bytes.`, 413, { connection: 'close' })
    if (error instanceof TypeError) throw new OAuthError('invalid_request', 'The body is not valid UTF-8.')
    throw error
  }
}

function mediaTypeAdvice(type: string | undefined) {
  const sent = type ? `you sent ${printable(type)}` : 'no Content-Type was sent'
  return `The body must be form data (${mediaType}); ${sent}. In Postman choose Body, then x-www-form-urlencoded.`
}

/** A client's own words, fit to be quoted in an error: visible ASCII only, and not many. */
export const printable = (text: string): string => text.replace(/[^\x21-\x7E]/g, '?').slice(0, 60)
