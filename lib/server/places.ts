import type { ServerResponse } from 'node:http'
import { deliveredBytes } from './delivered'

/** Gives `response` a place until it closes; false when there is none. */
export type TakePlace = (response: ServerResponse, client: string | undefined) => boolean

/** A reader that takes less than this, in bytes a millisecond, is slow; over less than this time, in ms, nobody can tell. */
const slowestBytesPerMs = 4
const shortestLookMs = 2_000

/** Who has a place, and what had been delivered when it was looked at last. */
type Place = { client: string; delivered: number; lookedAt: number }

/**
 * Places for requests that are worked on at once, half of them at most for one client. When all are taken, the one goes whose reader has taken
 * next to nothing for two seconds: a slow reader must not keep others out.
 */
export function places(most: number): TakePlace {
  const mostOfOne = Math.ceil(most / 2)
  // In the order in which they were taken.
  const taken = new Map<ServerResponse, Place>()
  const ofClient = new Map<string, number>()
  const leave = (response: ServerResponse) => {
    const place = taken.get(response)
    if (!place || !taken.delete(response)) return
    const left = (ofClient.get(place.client) ?? 1) - 1
    if (left > 0) ofClient.set(place.client, left)
    else ofClient.delete(place.client)
  }
  const makeRoom = (client: string | undefined) => {
    const now = performance.now()
    for (const [response, place] of taken) {
      if ((client !== undefined && place.client !== client) || !isSlowReader(response, place, now)) continue
      leave(response)
      response.destroy()
      return true
    }
    return false
  }
  return (response, client = '') => {
    if ((ofClient.get(client) ?? 0) >= mostOfOne && !makeRoom(client)) return false
    if (taken.size >= most && !makeRoom(undefined)) return false
    const delivered = response.socket ? deliveredBytes(response.socket) : 0
    taken.set(response, { client, delivered, lookedAt: performance.now() })
    ofClient.set(client, (ofClient.get(client) ?? 0) + 1)
    response.once('close', () => leave(response))
    return true
  }
}

function isSlowReader(response: ServerResponse, place: Place, now: number) {
  const { socket } = response
  const lookedMs = now - place.lookedAt
  if (!socket || lookedMs < shortestLookMs) return false
  const delivered = deliveredBytes(socket)
  const isSlow = socket.writableLength > 0 && delivered - place.delivered < lookedMs * slowestBytesPerMs
  place.delivered = delivered
  place.lookedAt = now
  return isSlow
}
