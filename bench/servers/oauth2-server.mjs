// @node-oauth/oauth2-server on Express, as its guide has it, with a model on PostgreSQL: prepared statements, SHA-256 of secrets
// and tokens in the tables as in the product.
import { createHash } from 'node:crypto'
import OAuth2Server from '@node-oauth/oauth2-server'
import express from 'express'
import { openPool, port } from './pool.mjs'

const pool = openPool()
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest()

const selectClient = { name: 'select-client', text: 'SELECT id, user_id, secret_hash FROM clients WHERE id = $1' }
const insertToken = {
  name: 'insert-token',
  text: 'INSERT INTO tokens (token_hash, client_id, user_id, scope, expires_at) VALUES ($1, $2, $3, $4, $5)',
}
const selectToken = { name: 'select-token', text: 'SELECT client_id, user_id, scope, expires_at FROM tokens WHERE token_hash = $1' }

const model = {
  async getClient(id, secret) {
    const row = (await pool.query({ ...selectClient, values: [id] })).rows[0]
    if (!row || (secret !== null && !row.secret_hash.equals(sha256(secret)))) return null
    return { id, userId: row.user_id, grants: ['client_credentials'] }
  },
  async getUserFromClient(client) {
    return { id: client.userId }
  },
  async validateScope() {
    return ['tickets:read']
  },
  async saveToken(token, client, user) {
    const values = [sha256(token.accessToken), client.id, user.id, token.scope.join(' '), token.accessTokenExpiresAt]
    await pool.query({ ...insertToken, values })
    return { ...token, client, user }
  },
  async getAccessToken(accessToken) {
    const row = (await pool.query({ ...selectToken, values: [sha256(accessToken)] })).rows[0]
    if (!row) return null
    const { client_id: id, user_id: userId, scope, expires_at: accessTokenExpiresAt } = row
    return { accessToken, accessTokenExpiresAt, scope: scope.split(' '), client: { id, grants: [] }, user: { id: userId } }
  },
}

const server = new OAuth2Server({ model, accessTokenLifetime: 3600 })
const { Request, Response } = OAuth2Server
const app = express()
app.disable('x-powered-by')
app.use(express.urlencoded({ extended: false }))

app.post('/token', async (request, response, next) => {
  try {
    const answer = new Response(response)
    await server.token(new Request(request), answer)
    response.set(answer.headers).status(answer.status).json(answer.body)
  } catch (error) {
    next(error)
  }
})

app.get('/me', async (request, response, next) => {
  try {
    const { client, user, scope } = await server.authenticate(new Request(request), new Response(response))
    response.set('cache-control', 'no-store').json({ client_id: client.id, sub: user.id, scope })
  } catch (error) {
    next(error)
  }
})

app.listen(port, '127.0.0.1')
