export const dynamic = 'force-dynamic'

/** Answers a constant, without looking at the token. */
export async function GET(request) {
  request.headers.get('authorization')
  return Response.json({ client_id: 'nobody' }, { headers: { 'cache-control': 'no-store' } })
}
