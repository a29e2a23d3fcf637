import { csvLine } from '@/lib/csv'
import type { CallFilter } from './call-filter'
import { type LoggedCall, listCalls } from './list-calls'

const stepRows = 1_000
const header = ['Time (UTC)', 'Method', 'Path', 'Status', 'Duration (ms)', 'IP address', 'Session', 'Reason']

/**
 * The log of a credential as CSV, newest first, read and sent in steps: its size never matters to this server's memory. Stops
 * reading when nobody takes it any more. Only the header for anybody but the owner.
 */
export function callsCsv(query: { ownerId: string; credentialId: string; filter: CallFilter; now: Date }): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = null
  let isBegun = false
  return new ReadableStream({
    async pull(controller) {
      const page = await listCalls({ ...query, after: after ?? undefined, limit: stepRows })
      const lines = page.items.map(line)
      if (!isBegun) lines.unshift(csvLine(header))
      isBegun = true
      controller.enqueue(encoder.encode(lines.join('')))
      after = page.next
      if (after === null) controller.close()
    },
  })
}

function line({ at, method, path, status, durationMs, ip, sessionHint, reason }: LoggedCall) {
  return csvLine([at.toISOString(), method, path, status, durationMs, ip, sessionHint, reason])
}
