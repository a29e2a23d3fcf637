/**
 * Path and query of a request. The host in it is a placeholder: the real one is the client's own word, and need not even make an
 * address that parses.
 */
export function requestAddress(request: Request): URL {
  return new URL(request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/', 'http://localhost')
}
