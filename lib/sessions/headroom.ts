/** `live`: sessions of a credential when they were last counted, `at` (ms since 1970); `issued`: by this process since. */
type Count = { live: number; at: number; issued: number }

/** Counted anew after this long at the latest: other processes issue sessions, too. */
const recountMs = 10_000

/** Until so many processes, issuing as many as this one, could have reached the limit nobody needs to count. */
const reckonedProcesses = 8

const mostRemembered = 10_000

/** How far credentials are from a limit of live sessions: counting them takes the longer the more there are, and most never come near it. */
export type Headroom = {
  /** Which credentials must be counted now, of those that a session each was issued for (several times: several sessions). */
  due: (issued: string[], limit: number, now: Date) => string[]
  counted: (credentialId: string, live: number, now: Date) => void
}

/** Nothing is known yet. */
export function headroom(): Headroom {
  const counts = new Map<string, Count>()
  const isDue = (id: string, limit: number, now: Date) => {
    const count = counts.get(id)
    return !count || count.issued * reckonedProcesses >= limit - count.live || now.getTime() - count.at >= recountMs
  }
  return {
    due(issued, limit, now) {
      for (const id of issued) {
        const count = counts.get(id)
        if (count) count.issued++
      }
      return [...new Set(issued)].filter((id) => isDue(id, limit, now))
    },
    counted(id, live, now) {
      counts.delete(id)
      counts.set(id, { live, at: now.getTime(), issued: 0 })
      // The one that was counted longest ago.
      for (const oldest of counts.keys()) {
        if (counts.size <= mostRemembered) break
        counts.delete(oldest)
      }
    },
  }
}
