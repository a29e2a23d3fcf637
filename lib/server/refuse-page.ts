import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Refuses a request for a page, in plain words. What has not been read of the request will not be: the connection ends with the answer. */
export function refusePage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: OutgoingHttpHeaders = {},
): void {
  // The next request could not be told from what is left of this one.
  if (!request.complete) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers }).end(`${sentence}\n`)
}
