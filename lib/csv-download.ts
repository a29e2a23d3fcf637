import { isDatabaseUnavailable } from './db/unavailable'
import { log } from './log'

/**
 * A CSV file to keep, named `name`, or whatever else `open` answers. A database that is away meanwhile makes 503 of the download and
 * not a file that ends early.
 */
export async function csvDownload(open: () => Promise<{ name: string; stream: ReadableStream<Uint8Array> } | Response>): Promise<Response> {
  try {
    const opened = await open()
    if (opened instanceof Response) return opened
    return new Response(opened.stream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${opened.name}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error
    log().error({ error: String(error) }, 'database unavailable')
    return new Response('The server cannot reach its database. Try again in a few seconds.', {
      status: 503,
      headers: { 'cache-control': 'no-store', 'retry-after': '5' },
    })
  }
}
