import { z } from 'zod'
import { callFilter } from '@/lib/activity/call-filter'
import { callsCsv } from '@/lib/activity/calls-csv'
import { findCredential } from '@/lib/credentials/list'
import { csvDownload } from '@/lib/csv-download'
import { requireUser } from '@/lib/sign-in/current-user'

type Context = RouteContext<'/user-management/application-credentials/[id]/calls.csv'>

/** "Download CSV": the call log of one's own credential as filtered on screen; 404 for any other, like one that never was. */
export function downloadCalls(request: Request, { params }: Context): Promise<Response> {
  return csvDownload(async () => {
    const { id } = await params
    const user = await requireUser()
    const filter = callFilter.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    const credential = z.guid().safeParse(id).success ? await findCredential(user.id, id) : undefined
    if (!credential || !filter.success) return new Response('Not found', { status: 404, headers: { 'cache-control': 'no-store' } })
    const now = new Date()
    // Named by the client id: a credential's own name may hold anything.
    const name = `calls-${credential.clientId}-${now.toISOString().slice(0, 10)}.csv`
    return { name, stream: await callsCsv({ ownerId: user.id, credentialId: credential.id, filter: filter.data, now }) }
  })
}
