// oidc-provider with an adapter on PostgreSQL: prepared statements, one table as in its community adapters, clients and opaque
// tokens in it. STATIC_CLIENTS=n keeps that many clients in the configuration, in memory, instead. USERINFO=1 leaves /me to the library;
// READ_CLIENT=1 has /me read the token's client too, without which tokens of a deleted client go on.
import Provider from 'oidc-provider'
import { clientId, clientSecret } from '../fixtures.mjs'
import { openPool, port } from './pool.mjs'

const pool = openPool()

const select = {
  name: 'select',
  text: 'SELECT payload FROM payloads WHERE type = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now())',
}
const upsert = {
  name: 'upsert',
  text: `INSERT INTO payloads (type, id, payload, expires_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))
    ON CONFLICT (type, id) DO UPDATE SET payload = EXCLUDED.payload, expires_at = EXCLUDED.expires_at`,
}
const selectAccount = { name: 'select-account', text: 'SELECT name FROM accounts WHERE id = $1' }
const remove = { name: 'delete', text: 'DELETE FROM payloads WHERE type = $1 AND id = $2' }

class PostgresAdapter {
  constructor(/** @type {string} */ type) {
    this.type = type
  }

  async find(/** @type {string} */ id) {
    return (await pool.query({ ...select, values: [this.type, id] })).rows[0]?.payload
  }

  async upsert(/** @type {string} */ id, /** @type {object} */ payload, /** @type {number | undefined} */ expiresIn) {
    await pool.query({ ...upsert, values: [this.type, id, JSON.stringify(payload), expiresIn ?? null] })
  }

  async destroy(/** @type {string} */ id) {
    await pool.query({ ...remove, values: [this.type, id] })
  }
}

const staticClients = Array.from({ length: Number(process.env.STATIC_CLIENTS ?? 0) }, (_, k) => ({
  client_id: clientId(k),
  client_secret: clientSecret(k),
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_post',
}))

const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: PostgresAdapter,
  clients: staticClients,
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true }, devInteractions: { enabled: false } },
  scopes: ['tickets:read'],
  ttl: { ClientCredentials: 3600 },
  claims: { openid: ['sub', 'name'] },
  async findAccount(_ctx, accountId) {
    const account = (await pool.query({ ...selectAccount, values: [accountId] })).rows[0]
    return account && { accountId, claims: async () => ({ sub: accountId, name: account.name }) }
  },
})

provider.use(async (ctx, next) => {
  if (process.env.USERINFO || ctx.path !== '/me') return next()
  const token = await provider.ClientCredentials.find((ctx.get('authorization') ?? '').slice('Bearer '.length))
  ctx.set('cache-control', 'no-store')
  if (!token?.isValid || (process.env.READ_CLIENT && !(await provider.Client.find(token.clientId)))) {
    ctx.status = 401
    ctx.body = { error: 'invalid_token' }
    return
  }
  ctx.body = { client_id: token.clientId, scope: token.scope, exp: token.exp }
})

provider.listen(port, '127.0.0.1')
