import { putLatest } from '@/lib/put-latest'

/** `live`: sessions of a credential when they were last counted; `issued`: by this process since. */
type Count = { live: number; issued: number }

/** Until so many processes, issuing as many as this one, could have reached the limit nobody needs to count. */
const reckonedProcesses = 8

const mostRemembered = 10_000

/** How far credentials are from a limit of live sessions: counting them takes the longer the more there are, and most never come near it. */
export type Headroom = {
  /** Takes note of another session; returns whether the credential may be near the limit now. */
  issued: (credentialId: string, limit: number) => boolean
  counted: (credentialId: string, live: number) => void
}

/** Nothing is known yet. */
export function headroom(): Headroom {
  const counts = new Map<string, Count>()
  return {
    issued(id, limit) {
      const count = counts.get(id)
      if (!count) return true
      count.issued++
      return count.issued * reckonedProcesses >= limit - count.live
    },
    counted(id, live) {
      putLatest(counts, id, { live, issued: 0 }, mostRemembered)
    },
  }
}
