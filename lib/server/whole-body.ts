import { IncomingMessage } from 'node:http'

/** A body that has arrived, empty if there was none; or why there will be none. */
export type Arrival = { ok: true; body: Buffer; release: () => void } | { ok: false; reason: 'too-large' | 'gave-way' | 'cut-off' }

/** All bodies of a process that have arrived or are arriving hold no more memory than this together. */
const mostHeldBytes = 64 * 1024 * 1024

/** Requests are taken off the wire by this: see {@link bodyKeeper}. */
export type TakeBody = (request: IncomingMessage, limitBytes: number) => Promise<Arrival>

/**
 * Takes bodies off the wire before anybody works on their requests, so that a slow sender keeps nobody but itself waiting. When they
 * hold too much memory together, the one that has been arriving longest gives way. `release` says that a body is no longer held.
 */
export function bodyKeeper(mostBytes = mostHeldBytes): TakeBody {
  // In the order in which they began.
  const giveWay = new Set<() => void>()
  let held = 0
  return (request, limitBytes) =>
    new Promise((resolve) => {
      if (!hasBody(request)) return resolve({ ok: true, body: Buffer.alloc(0), release: () => {} })
      // Grows as the body does: a list of its chunks may hold a hundred times what is in them.
      let room = Buffer.alloc(0)
      let size = 0
      let isOver = false
      const release = () => {
        held -= room.length
        room = Buffer.alloc(0)
      }
      const end = (arrival: Arrival) => {
        if (isOver) return
        isOver = true
        giveWay.delete(dropped)
        request.off('data', keep)
        if (!arrival.ok) {
          release()
          request.pause()
        }
        resolve(arrival)
      }
      const dropped = () => end({ ok: false, reason: 'gave-way' })
      const keep = (chunk: Buffer) => {
        if (size + chunk.length > limitBytes) return end({ ok: false, reason: 'too-large' })
        if (size + chunk.length > room.length) {
          const larger = Buffer.allocUnsafeSlow(2 * (size + chunk.length))
          room.copy(larger, 0, 0, size)
          held += larger.length - room.length
          room = larger
        }
        chunk.copy(room, size)
        size += chunk.length
        for (const drop of giveWay) if (held > mostBytes) drop()
      }
      if (Number(request.headers['content-length'] ?? 0) > limitBytes) return end({ ok: false, reason: 'too-large' })
      giveWay.add(dropped)
      request.on('data', keep)
      request.once('end', () => end({ ok: true, body: room.subarray(0, size), release }))
      request.once('close', () => end({ ok: false, reason: 'cut-off' }))
      request.once('error', () => end({ ok: false, reason: 'cut-off' }))
      if (request.destroyed) end({ ok: false, reason: 'cut-off' })
    })
}

/** Whether the headers announce a body (RFC 9112 §6.3). */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** The request once more, with a body that was taken off the wire, for whoever reads it as a stream. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  if (!hasBody(request)) return request
  const again = new IncomingMessage(request.socket)
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = request
  Object.assign(again, { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders, complete: true })
  again.push(body)
  again.push(null)
  return again
}
