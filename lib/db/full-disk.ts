import { onePerProcess } from './batch'

/** So long after the last statement that found the disk full nothing is taken to have room again. */
const believedMs = 15_000

const state = onePerProcess('full-disk', () => ({ metAt: Number.NEGATIVE_INFINITY }))

/**
 * Notes that PostgreSQL refused a statement with this SQLSTATE. Of a full disk only what needs a new page hears: what readiness commits
 * still has room in the write-ahead log.
 */
export function noteRefusal(code: string | undefined): void {
  if (code === '53100') state.metAt = performance.now()
}

/** Whether a statement of this process has met a full disk lately. */
export const isDiskFull = (): boolean => performance.now() - state.metAt < believedMs
