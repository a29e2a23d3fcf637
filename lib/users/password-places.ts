import { onePerProcess } from '@/lib/db/batch'
import { passwordSource } from './password-source'
import { isPasswordsBusy, makeRoomFor } from './password-threads'

/** Ten seconds' work for one thread, and a megabyte of requests that wait for it. */
const most = 64

/** An office behind one address can still sign in; nobody takes all places alone. */
const mostOfOneSource = 8

const places = onePerProcess('password-places', () => ({ taken: 0, bySource: new Map<string, number>() }))

/** Too many passwords wait to be hashed or compared. Nothing was stored, and a few seconds later there is room. */
export type Busy = { ok: false; reason: 'busy' }

/** After so many seconds it is worth trying again. */
export const busySeconds = 5

/**
 * Runs `work`, which hashes or compares passwords, in one of the places there are for that: 64 in all, 8 for one source (an address,
 * or a person signed in). Refused at once, before any of the work, when they are taken and none waits for a source that has two more; and
 * when a password waited for half a minute, or gave way to another source's.
 */
export async function withPasswordPlace<Result>(source: string | undefined, work: () => Promise<Result>): Promise<Result | Busy> {
  const { bySource } = places
  const key = source ?? ''
  const own = bySource.get(key) ?? 0
  if (own >= mostOfOneSource || (places.taken >= most && !makeRoomFor(key))) return { ok: false, reason: 'busy' }
  places.taken += 1
  bySource.set(key, own + 1)
  try {
    return await passwordSource.run(key, work)
  } catch (error) {
    if (isPasswordsBusy(error)) return { ok: false, reason: 'busy' }
    throw error
  } finally {
    places.taken -= 1
    const left = (bySource.get(key) ?? 1) - 1
    if (left > 0) bySource.set(key, left)
    else bySource.delete(key)
  }
}
