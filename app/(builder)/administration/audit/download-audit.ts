import { auditCsv } from '@/lib/audit/csv'
import { parseAuditFilter } from '@/lib/audit/filter'
import { csvDownload } from '@/lib/csv-download'
import { requireUser } from '@/lib/sign-in/current-user'

/** "Download CSV": the audit log as filtered on screen; for those who may read it only. */
export function downloadAudit(request: Request): Promise<Response> {
  return csvDownload(async () => {
    const { timeZone } = await requireUser('audit:read')
    const filter = parseAuditFilter(new URL(request.url).searchParams)
    return { name: `audit-${new Date().toISOString().slice(0, 10)}.csv`, stream: await auditCsv({ filter, timeZone }) }
  })
}
