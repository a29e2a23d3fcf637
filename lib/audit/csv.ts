import { csvLine } from '@/lib/csv'
import { recordedText } from './changes'
import { type AuditedEvent, type AuditQuery, listAuditEvents } from './list'
import { actionText, targetTypeText } from './words'

const stepRows = 1_000
const header = [
  'Time (UTC)',
  'Person',
  'Person ID',
  'IP address',
  'Event',
  'Action',
  'Target type',
  'Target',
  'Target ID',
  'Before',
  'After',
]

/**
 * The audit log as CSV, newest first, read and sent in steps: its size never matters to this server's memory. Stops reading when
 * nobody takes it any more.
 */
export function auditCsv(query: Pick<AuditQuery, 'filter' | 'timeZone'>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = null
  let isBegun = false
  return new ReadableStream({
    async pull(controller) {
      const page = await listAuditEvents({ ...query, after: after ?? undefined, limit: stepRows })
      const lines = page.items.map(line)
      if (!isBegun) lines.unshift(csvLine(header))
      isBegun = true
      controller.enqueue(encoder.encode(lines.join('')))
      after = page.next
      if (after === null) controller.close()
    },
  })
}

function line(event: AuditedEvent) {
  const { at, actorName, actorId, address, action, targetType, targetName, targetId } = event
  const [before, after] = [event.before, event.after].map((recorded) => recordedText(recorded).join('; ') || null)
  const target = [targetTypeText(targetType), targetName, targetId || null]
  const fields = [at.toISOString(), actorName, actorId, address, actionText(action), action, ...target, before ?? null, after ?? null]
  return csvLine(fields)
}
