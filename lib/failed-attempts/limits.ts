import { hash } from 'node:crypto'
import { readAddress } from '@/lib/ip-address'

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

/** What failures count towards: one client or account from one address, and anything of the kind from there. */
export type Sources = { pair: Source; address: Source }

/** The sources of tries for a client id or an account (by e-mail address) from `address`; of IPv6 the network counts, not the address. */
export function sourcesOf(kind: 'client' | 'account', name: string, address: string | undefined): Sources {
  const network = address && readAddress(address).network
  const pair = source(kind === 'client' ? clientAndAddress : accountAndAddress, kind, name, network)
  return { pair, address: source(oneAddress, `${kind} address`, network) }
}

/** Seconds until the source may try again; 0 when it may now. `level` is how full its bucket was at `at`. */
export function waitSeconds({ capacity, leakPerSecond }: Limit, level: number, at: Date, now: Date): number {
  const leaked = Math.max(0, (now.getTime() - at.getTime()) / 1000) * leakPerSecond
  return Math.max(0, Math.ceil((level - leaked - capacity + 1) / leakPerSecond))
}
