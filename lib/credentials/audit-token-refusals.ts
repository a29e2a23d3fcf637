import { recordAudit } from '@/lib/audit/record'
import { onePerProcess } from '@/lib/db/batch'
import { prisma } from '@/lib/db/client'
import { listed, writeBehind } from '@/lib/db/write-behind'
import type { Source } from '@/lib/failed-attempts/limits'
import { claimReport } from '@/lib/failed-attempts/report'

/** A source that failed so often that it has to wait: a credential from one address, or an address whatever it tried. */
type Burst = { source: Source; credentialId?: string; address?: string; at: Date }

const bursts = onePerProcess('token-refusal-bursts', () =>
  writeBehind(
    listed<Burst>(async (items) => {
      const first = new Map(items.toReversed().map((burst) => [burst.source.key.toString('base64'), burst]))
      for (const burst of first.values()) await report(burst)
    }),
  ),
)

/**
 * Notes that token requests were refused until the source had to wait. In the audit log within a second, and no more than once an
 * hour for each source: behind the answer, which must not tell by its time whether the client exists.
 */
export function noteTokenRefusals(burst: Burst): void {
  bursts.add(burst)
}

async function report({ source, credentialId, address, at }: Burst) {
  await prisma().$transaction(async (tx) => {
    const credential =
      credentialId === undefined
        ? undefined
        : await tx.applicationCredential.findUnique({ where: { id: credentialId }, select: { name: true } })
    if (credential === null || !(await claimReport(tx, source, at))) return
    const where = address ?? 'Unknown address'
    const entry =
      credentialId !== undefined && credential
        ? ({ action: 'credential.token-refusals', target: { type: 'credential', id: credentialId, name: credential.name } } as const)
        : ({ action: 'address.token-refusals', target: { type: 'address', id: where, name: where } } as const)
    const after = { failedRequests: source.capacity, reason: 'Unknown client or wrong secret key' }
    await recordAudit(tx, { id: null, name: 'Unknown program', address }, { ...entry, after }, at)
  })
}
