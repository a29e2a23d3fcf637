import { z } from 'zod'
import { sourcesOf, waitSeconds } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { putLatest } from '@/lib/put-latest'
import { hashSecret } from '@/lib/secret-format'
import { noteTokenRefusals } from './audit-token-refusals'
import { type Client, type ClientRefusal, judgeClient } from './judge-client'
import { type ClientRow, type Look, loadClient } from './select-clients'

/** What a client presents, and the address it comes from. */
export type PresentedClient = { clientId: string; secret: string; address?: string }

const uuid = z.guid()
/** Looked up in place of a client id that cannot exist, so that it takes the same path and the same time. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Checks a client id and secret (RFC 6749 §2.3.1) at `now`, in one look-up shared with concurrent requests. The secret is judged first:
 * a right one is never throttled, whatever others did from the same address. An unknown client and a wrong secret cannot be told apart,
 * by answer or by time, and both count as a failure of the address; once it has to wait, failures are refused and count no more.
 */
export async function authenticateClient(presented: PresentedClient, now: Date): Promise<{ ok: true; client: Client } | ClientRefusal> {
  const { clientId, secret, address } = presented
  const secretHash = hashSecret(secret)
  const name = clientId.toLowerCase()
  const look = { clientId: uuid.safeParse(clientId).success ? name : nobody, ...sourcesOf('client', name, address) }
  const row = await loadClient(look)
  const judged = judgeClient(row, secretHash, now)
  remember(look.clientId, row, judged.ok)
  if (judged.ok || judged.reason !== 'unknown-or-wrong-secret') return judged
  const retryAfterSeconds = waitOf(row, look, now)
  if (retryAfterSeconds > 0) return { ...judged, reason: 'throttled', retryAfterSeconds }
  const { credentialId } = judged
  const [pairLevel = 0, addressLevel = 0] = await recordFailure([look.pair, look.address], now)
  // An unknown client is nobody's: only its address is worth a note.
  if (credentialId && waitSeconds(look.pair, pairLevel, now, now) > 0)
    noteTokenRefusals({ source: look.pair, credentialId, address, at: now })
  if (waitSeconds(look.address, addressLevel, now, now) > 0) noteTokenRefusals({ source: look.address, address, at: now })
  return judged
}

/** Seconds until another failure of these sources is looked at; 0 when it is now. */
function waitOf({ pairLevel, pairAt, addressLevel, addressAt }: ClientRow, { pair, address }: Look, now: Date) {
  return Math.max(
    pairLevel === null ? 0 : waitSeconds(pair, pairLevel, pairAt, now),
    addressLevel === null ? 0 : waitSeconds(address, addressLevel, addressAt, now),
  )
}

const remembered = new Map<string, ClientRow>()
const mostRemembered = 10_000

/** Who was let in, as read last. Whoever only guesses at a client puts nobody into memory, and nobody out of it. */
function remember(clientId: string, row: ClientRow, isLetIn: boolean) {
  if (row.id === null) remembered.delete(clientId)
  else if (isLetIn || remembered.has(clientId)) putLatest(remembered, clientId, withOwnHashes(row), mostRemembered)
}

/** As they were read, hashes keep a whole page of what was read beside them. */
const withOwnHashes = (row: ClientRow): ClientRow => ({
  ...row,
  secretHash: copyOf(row.secretHash),
  previousSecretHash: row.previousSecretHash && copyOf(row.previousSecretHash),
})

const copyOf = (bytes: Buffer) => {
  const copy = Buffer.alloc(bytes.length)
  bytes.copy(copy)
  return copy
}

/**
 * A client by what was last read of it; undefined if that is not known or would not do. Things may have changed since: whoever issues
 * something to it must make the store compare all of it (docs/decisions/remembered-clients.md).
 */
export function recallClient({ clientId, secret }: PresentedClient, now: Date): Client | undefined {
  // Hashed also for nobody, so that time does not tell who is remembered.
  const secretHash = hashSecret(secret)
  const row = remembered.get(clientId.toLowerCase())
  const judged = row && judgeClient(row, secretHash, now)
  // A store does not compare when a secret that was replaced ends.
  return judged?.ok && judged.client.secretVersion === judged.client.currentSecretVersion ? judged.client : undefined
}
