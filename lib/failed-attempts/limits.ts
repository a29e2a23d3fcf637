import { hash } from 'node:crypto'

/** How many failures in a row one source may cause, and how fast they are forgotten: a leaky bucket, so the window slides. */
export type Limit = { capacity: number; leakPerSecond: number }

/** A counted source. The key is a hash: uniform in length, and the table names nobody. */
export type Source = Limit & { key: Buffer }

/** One client id tried from one address: ten wrong secrets, then two a minute. Strangers elsewhere cannot lock the client out. */
export const clientAndAddress: Limit = { capacity: 10, leakPerSecond: 1 / 30 }

/** Anything tried from one address; high enough for an office behind one. */
export const oneAddress: Limit = { capacity: 60, leakPerSecond: 1 / 5 }

/** One account tried from one address: ten wrong passwords, then one a minute. */
export const accountAndAddress: Limit = { capacity: 10, leakPerSecond: 1 / 60 }

/** The source of failures named by `parts`, e.g. a client id and an address. */
export function source(limit: Limit, ...parts: (string | undefined)[]): Source {
  return { ...limit, key: hash('sha256', JSON.stringify(parts), 'buffer') }
}

/** Seconds until the source may try again; 0 when it may now. `level` is how full its bucket was at `at`. */
export function waitSeconds({ capacity, leakPerSecond }: Limit, level: number, at: Date, now: Date): number {
  const leaked = Math.max(0, (now.getTime() - at.getTime()) / 1000) * leakPerSecond
  return Math.max(0, Math.ceil((level - leaked - capacity + 1) / leakPerSecond))
}

/** The fullest that a bucket may have been, at any time, so that its source need not wait now. */
export const harmlessLevel = ({ capacity }: Limit): number => capacity - 1

/** Whether a source whose bucket was filled to `level` at some time may have to wait. */
export const canThrottle = (limit: Limit, level: number): boolean => level > harmlessLevel(limit)
