import { z } from 'zod'
import { canThrottle, clientAndAddress, oneAddress, source, waitSeconds } from '@/lib/failed-attempts/limits'
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
 * Checks a client id and secret (RFC 6749 §2.3.1) at `now`, in one look-up shared with concurrent requests.
 * An unknown client and a wrong secret cannot be told apart, by answer or by time, and both count as a failure of the address.
 */
export async function authenticateClient(presented: PresentedClient, now: Date): Promise<{ ok: true; client: Client } | ClientRefusal> {
  const { clientId, secret, address } = presented
  const secretHash = hashSecret(secret)
  const look = {
    clientId: uuid.safeParse(clientId).success ? clientId.toLowerCase() : nobody,
    pair: source(clientAndAddress, 'client', clientId.toLowerCase(), address),
    address: source(oneAddress, 'client address', address),
  }
  const row = await loadClient(look)
  const judged = judgeClient(row, look, secretHash, now)
  remember(presented, judged.ok, row, look)
  if (judged.ok || judged.reason !== 'unknown-or-wrong-secret') return judged
  const { credentialId } = judged
  const [pairLevel = 0, addressLevel = 0] = await recordFailure([look.pair, look.address], now)
  // An unknown client is nobody's: only its address is worth a note.
  if (credentialId && waitSeconds(look.pair, pairLevel, now, now) > 0)
    noteTokenRefusals({ source: look.pair, credentialId, address, at: now })
  if (waitSeconds(look.address, addressLevel, now, now) > 0) noteTokenRefusals({ source: look.address, address, at: now })
  return judged
}

const remembered = new Map<string, { row: ClientRow; look: Look }>()
const mostRemembered = 10_000
const memoryKey = ({ clientId, address }: PresentedClient) => `${clientId.toLowerCase()}\n${address}`

/** Only who may come in, from sources that nothing but further failures could throttle: that much a store can compare without judging. */
function remember(presented: PresentedClient, isLetIn: boolean, row: ClientRow, look: Look) {
  const key = memoryKey(presented)
  remembered.delete(key)
  if (!isLetIn || canThrottle(look.pair, row.pairLevel ?? 0) || canThrottle(look.address, row.addressLevel ?? 0)) return
  // A hash of its own: as it was read, it keeps a whole page of what was read beside it.
  putLatest(remembered, key, { row: { ...row, secretHash: copyOf(row.secretHash) }, look }, mostRemembered)
}

const copyOf = (bytes: Buffer) => {
  const copy = Buffer.alloc(bytes.length)
  bytes.copy(copy)
  return copy
}

/**
 * A client by what was read when it was last authenticated from that address; undefined if that is not known or would not do. Things
 * may have changed since: whoever issues something to it must make the store compare all of it (docs/decisions/remembered-clients.md).
 */
export function recallClient(presented: PresentedClient, now: Date): Client | undefined {
  const known = remembered.get(memoryKey(presented))
  if (!known) return undefined
  const judged = judgeClient(known.row, known.look, hashSecret(presented.secret), now)
  // A store does not compare when a secret that was replaced ends.
  if (!judged.ok || judged.client.secretVersion !== judged.client.currentSecretVersion) return undefined
  return { ...judged.client, sources: { pair: known.look.pair.key, address: known.look.address.key } }
}
