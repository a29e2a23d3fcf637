// The host is the client's own word, and need not even make an address that parses.
const target = /^[a-z]+:\/\/[^/?#]*(([^?#]*).*)/is

/** Path and query of a request. The host in it is a placeholder. */
export function requestAddress({ url }: Request): URL {
  return new URL(`http://localhost${target.exec(url)?.[1] ?? ''}`)
}

/** The path of a request as it was sent. */
export function requestPath({ url }: Request): string {
  return target.exec(url)?.[2] || '/'
}
