import { auditCsv } from '@/lib/audit/csv'
import { parseAuditFilter } from '@/lib/audit/filter'
import { requireUser } from '@/lib/sign-in/current-user'

/** "Download CSV": the audit log as filtered on screen; for those who may read it only. */
export async function downloadAudit(request: Request): Promise<Response> {
  const user = await requireUser('audit:read')
  const filter = parseAuditFilter(new URL(request.url).searchParams)
  return new Response(auditCsv({ filter, timeZone: user.timeZone }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="audit-${new Date().toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
