import { config } from '@/lib/config'
import { isOwnOrigin } from '@/lib/own-origin'
import { OAuthError } from './oauth-error'

/**
 * Turns away what a browser posts for a page of another site: such a page holds no secret, but could make everybody behind its visitor's
 * address wait for failures that it causes. Programs send neither header.
 * @throws {OAuthError} `invalid_request`, 403
 */
export function refuseCrossSite({ headers }: Request): void {
  const origin = headers.get('origin')
  if (headers.get('sec-fetch-site') !== 'cross-site' && (origin === null || isOwn(origin, headers))) return
  throw new OAuthError(
    'invalid_request',
    'Pages of other sites cannot use this address. Send the request from a program, without Origin.',
    403,
  )
}

/** Whether an origin (RFC 6454 §7; `null` is nobody's) is this server, by the name it goes by or the one it was asked by. */
function isOwn(origin: string, headers: Headers) {
  const [host, forwarded] = [headers.get('host') ?? undefined, headers.get('x-forwarded-host') ?? undefined]
  return origin === new URL(config().publicUrl).origin || isOwnOrigin(origin, host, forwarded)
}
