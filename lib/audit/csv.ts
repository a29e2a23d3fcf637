import { csvStream } from '@/lib/csv-stream'
import { recordedText } from './changes'
import { type AuditedEvent, type AuditQuery, listAuditEvents } from './list'
import { actionText, targetTypeText } from './words'

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

/** The audit log as CSV, newest first. */
export function auditCsv(query: Pick<AuditQuery, 'filter' | 'timeZone'>): Promise<ReadableStream<Uint8Array>> {
  return csvStream(header, (step) => listAuditEvents({ ...query, ...step }), fields)
}

function fields(event: AuditedEvent) {
  const { at, actorName, actorId, address, action, targetType, targetName, targetId } = event
  const [before = null, after = null] = [event.before, event.after].map((recorded) => recordedText(recorded).join('; ') || null)
  const target = [targetTypeText(targetType), targetName, targetId || null]
  return [at.toISOString(), actorName, actorId, address, actionText(action), action, ...target, before, after]
}
