/** Reads the form and answers what a token endpoint would, without doing anything for it. */
export async function POST(request) {
  await request.text()
  const headers = { 'cache-control': 'no-store', pragma: 'no-cache' }
  return Response.json({ access_token: 'act_00000000000000000000000000000000000000', token_type: 'Bearer', expires_in: 1200 }, { headers })
}
