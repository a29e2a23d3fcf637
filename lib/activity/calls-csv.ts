import { csvStream } from '@/lib/csv-stream'
import type { CallFilter } from './call-filter'
import { type LoggedCall, listCalls } from './list-calls'

const header = ['Time (UTC)', 'Method', 'Path', 'Status', 'Duration (ms)', 'IP address', 'Session', 'Reason']

/** The log of a credential as CSV, newest first. Only the header for anybody but the owner. */
export function callsCsv(query: {
  ownerId: string
  credentialId: string
  filter: CallFilter
  now: Date
}): Promise<ReadableStream<Uint8Array>> {
  return csvStream(header, (step) => listCalls({ ...query, ...step }), fields)
}

function fields({ at, method, path, status, durationMs, ip, sessionHint, reason }: LoggedCall) {
  return [at.toISOString(), method, path, status, durationMs, ip, sessionHint, reason]
}
