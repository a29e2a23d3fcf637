import type { Backlog } from '@/lib/db/write-behind'
import { type ApiCall, copy, hourSeconds, longestPath } from './waiting-calls'

/** A token request of a credential that was refused, as the owner will see it. It has no session. */
export type Refusal = Omit<ApiCall, 'sessionId' | 'sessionHint'> & {
  /** Why. */
  reason: string
}

/** Refusals of one credential in one hour, of those with a right secret or of those without. */
export type RefusedHour = {
  credentialId: string
  /** Start of the hour, in seconds since 1970. */
  hour: number
  hadSecret: boolean
  /** How many there were, of which those below may be listed. */
  count: number
  /** The first of them, {@link mostListed} at most. */
  first: Refusal[]
}

/**
 * Of how many refusals an hour a credential's log shows each one: of those without a right secret, which strangers can cause, and as many
 * of those with it. The rest is only counted.
 */
export const mostListed = 100

const withoutSecret = ['unknown-or-wrong-secret', 'throttled']

/** Refusals that wait to be stored, no more of each hour than can be listed, in statements of `atOnce` or a few more. */
export function waitingRefusals(write: (hours: RefusedHour[]) => Promise<void>, atOnce: number): Backlog<Refusal> {
  let hours = new Map<string, RefusedHour>()
  let size = 0

  const hourOf = ({ at, credentialId, reason }: Refusal) => {
    const hour = Math.floor(at.getTime() / 1000 / hourSeconds) * hourSeconds
    const hadSecret = !withoutSecret.includes(reason)
    const key = `${credentialId}\n${hour}\n${hadSecret}`
    const known = hours.get(key)
    if (known) return known
    const refused = { credentialId, hour, hadSecret, count: 0, first: [] }
    hours.set(key, refused)
    return refused
  }
  return {
    add(refusal) {
      const hour = hourOf(refusal)
      hour.count++
      if (hour.first.length === mostListed) return
      const { route, path, ip } = refusal
      hour.first.push({ ...refusal, route: copy(route.slice(0, longestPath)), path: copy(path.slice(0, longestPath)), ip: ip && copy(ip) })
      size++
    },
    size: () => size,
    take() {
      const statements: RefusedHour[][] = []
      let room = 0
      for (const hour of hours.values()) {
        if (room <= 0) {
          statements.push([])
          room = atOnce
        }
        statements.at(-1)?.push(hour)
        room -= hour.first.length
      }
      hours = new Map()
      size = 0
      return statements.map((part) => ({ items: part.reduce((sum, { first }) => sum + first.length, 0), run: () => write(part) }))
    },
  }
}
