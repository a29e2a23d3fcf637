import type { Backlog } from '@/lib/db/write-behind'

/** One API call made with a bearer token, as the owner will see it. Never a body, never a query string. */
export type ApiCall = {
  at: Date
  credentialId: string
  sessionId: string
  sessionHint: string
  method: string
  /** The endpoint, e.g. `/api/v1/tickets/{reference}`. */
  route: string
  path: string
  status: number
  durationMs: number
  ip?: string
  /** The error code answered, or why the session was dead. */
  reason?: string
}

/** Calls that differ in instant, session and duration only. */
export type Kind = {
  /** What they have in common is as in this one. */
  call: ApiCall
  /** Start of the hour they were made in, in seconds since 1970. */
  hour: number
  /** When each was made, in milliseconds since then. */
  at: number[]
  /** Of each call, its place among the sessions, from 0. */
  session: number[]
  durationMs: number[]
}

/** Some calls of a kind: those from `from`, inclusive, to `to`, exclusive. */
export type Part = { kind: Kind; from: number; to: number }

/** Sessions that calls were made with. */
export type Session = { id: string; hint: string }

type WriteCalls = (parts: Part[], sessions: Session[]) => Promise<void>

/** Calls, and refusals, are counted by hours. */
export const hourSeconds = 3_600

/** Of a longer path the beginning is recorded. */
export const longestPath = 500

/** A part of a string keeps all of it in memory, here a whole request's address; a copy does not. */
export const copy = (text: string) => Buffer.from(text).toString()

/**
 * Calls that wait to be stored, by kind, as numbers: an object for each, kept for a second or two, costs garbage collection more than
 * everything else that recording it takes. Calls of one credential are written together: a statement of `atOnce` calls then raises each
 * hour once, and fills few pages of the index.
 */
export function waitingCalls(write: WriteCalls, atOnce: number): Backlog<ApiCall> {
  let kinds = new Map<string, Kind>()
  let places = new Map<string, number>()
  let sessions: Session[] = []
  let size = 0

  const kindOf = (call: ApiCall, hour: number) => {
    const { credentialId, method, status, ip, reason } = call
    const [route, path] = [call.route.slice(0, longestPath), call.path.slice(0, longestPath)]
    const key = `${credentialId}\n${hour}\n${method}\n${route}\n${path}\n${status}\n${ip}\n${reason}`
    const known = kinds.get(key)
    if (known) return known
    const kind = { call: { ...call, route: copy(route), path: copy(path), ip: ip && copy(ip) }, hour, at: [], session: [], durationMs: [] }
    kinds.set(key, kind)
    return kind
  }
  const placeOf = ({ sessionId, sessionHint }: ApiCall) => {
    const place = places.get(sessionId)
    if (place !== undefined) return place
    places.set(sessionId, sessions.length)
    return sessions.push({ id: sessionId, hint: sessionHint }) - 1
  }
  return {
    add(call) {
      const hour = Math.floor(call.at.getTime() / 1000 / hourSeconds) * hourSeconds
      const kind = kindOf(call, hour)
      kind.at.push(call.at.getTime() - hour * 1000)
      kind.session.push(placeOf(call))
      kind.durationMs.push(call.durationMs)
      size++
    },
    size: () => size,
    take() {
      const [taken, theirs] = [pieces([...kinds.values()], atOnce), sessions]
      kinds = new Map()
      places = new Map()
      sessions = []
      size = 0
      return taken.map((parts) => ({ items: callsIn(parts), run: () => write(parts, theirs) }))
    },
  }
}

/** All their calls, those of one credential together, in pieces of `atOnce`. */
function pieces(kinds: Kind[], atOnce: number): Part[][] {
  const found: Part[][] = []
  let room = 0
  for (const kind of kinds.sort((a, b) => compare(a.call.credentialId, b.call.credentialId))) {
    for (let from = 0, to = 0; from < kind.at.length; from = to) {
      if (room === 0) {
        found.push([])
        room = atOnce
      }
      to = Math.min(kind.at.length, from + room)
      found.at(-1)?.push({ kind, from, to })
      room -= to - from
    }
  }
  return found
}

const callsIn = (parts: Part[]) => parts.reduce((sum, { from, to }) => sum + to - from, 0)

const compare = (a: string, b: string) => Number(a > b) - Number(a < b)
