/** `live`: sessions of a credential when they were last counted; `issued`: by this process since. */
type Count = { live: number; issued: number }

/** Until so many processes, issuing as many as this one, could have reached the limit nobody needs to count. */
const reckonedProcesses = 8

const mostRemembered = 10_000

/** How far credentials are from a limit of live sessions: counting them takes the longer the more there are, and most never come near it. */
export type Headroom = {
  /** Whether the credential may be near the limit, now that another session was issued for it. */
  isDue: (credentialId: string, limit: number) => boolean
  counted: (credentialId: string, live: number) => void
}

/** Nothing is known yet. */
export function headroom(): Headroom {
  const counts = new Map<string, Count>()
  return {
    isDue(id, limit) {
      const count = counts.get(id)
      if (!count) return true
      count.issued++
      return count.issued * reckonedProcesses >= limit - count.live
    },
    counted(id, live) {
      counts.delete(id)
      counts.set(id, { live, issued: 0 })
      // The one that was counted longest ago.
      for (const oldest of counts.keys()) {
        if (counts.size <= mostRemembered) break
        counts.delete(oldest)
      }
    },
  }
}
