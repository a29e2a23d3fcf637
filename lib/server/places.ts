import type { ServerResponse } from 'node:http'

/** Gives `response` a place until it closes; false when there is none. */
export type TakePlace = (response: ServerResponse, client: string | undefined) => boolean

/**
 * Places for requests that are worked on at once, half of them at most for one client's address. When all are taken, the one goes whose
 * answer has been waiting longest for its reader: who does not read must not keep others out.
 */
export function places(most: number): TakePlace {
  const mostOfOne = Math.ceil(most / 2)
  // In the order in which they were taken.
  const taken = new Map<ServerResponse, string>()
  const ofClient = new Map<string, number>()
  const leave = (response: ServerResponse) => {
    const client = taken.get(response)
    if (client === undefined || !taken.delete(response)) return
    const left = (ofClient.get(client) ?? 1) - 1
    if (left > 0) ofClient.set(client, left)
    else ofClient.delete(client)
  }
  const makeRoom = (client: string | undefined) => {
    for (const [response, owner] of taken) {
      if ((client !== undefined && owner !== client) || !waitsForReader(response)) continue
      leave(response)
      response.destroy()
      return true
    }
    return false
  }
  return (response, client = '') => {
    if ((ofClient.get(client) ?? 0) >= mostOfOne && !makeRoom(client)) return false
    if (taken.size >= most && !makeRoom(undefined)) return false
    taken.set(response, client)
    ofClient.set(client, (ofClient.get(client) ?? 0) + 1)
    response.once('close', () => leave(response))
    return true
  }
}

const waitsForReader = (response: ServerResponse) => response.writableNeedDrain || (response.socket?.writableLength ?? 0) > 0
