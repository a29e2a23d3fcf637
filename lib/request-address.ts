/**
 * Path and query of a request. The host in it is a placeholder: the real one is the client's own word, and need not even make an
 * address that parses.
 */
export function requestAddress(request: Request): URL {
  return new URL(withoutHost(request), 'http://localhost')
}

/** The path of a request as it was sent. */
export function requestPath(request: Request): string {
  return /^[^?#]*/.exec(withoutHost(request))?.[0] || '/'
}

const withoutHost = ({ url }: Request) => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/'
