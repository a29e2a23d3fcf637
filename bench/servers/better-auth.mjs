// better-auth behind node:http. A check asks its own function whether the token is valid, in the same process.
import { createServer } from 'node:http'
import { getOAuthProviderApi } from '@better-auth/oauth-provider'
import { toNodeHandler } from 'better-auth/node'
import { makeAuth } from './better-auth-options.mjs'
import { openPool, port } from './pool.mjs'

const { auth, provider } = makeAuth(openPool(), port)
const handle = toNodeHandler(auth)
const api = getOAuthProviderApi({ context: await auth.$context }, provider.options)

createServer(async (request, response) => {
  if (request.url !== '/me') return handle(request, response)
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  try {
    const { active, client_id, scope, exp } = await api.validateAccessToken((request.headers.authorization ?? '').slice('Bearer '.length))
    response.writeHead(active ? 200 : 401, headers).end(JSON.stringify({ client_id, scope, exp }))
  } catch {
    response.writeHead(401, headers).end('{"error":"invalid_token"}')
  }
}).listen(port, '127.0.0.1')
