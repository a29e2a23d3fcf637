// The floor: node:http and one prepared statement for each request. An INSERT for a token, a SELECT for a check; it authenticates
// no client, knows no owner, no role, no idle time.
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { openPool, port } from './pool.mjs'

const pool = openPool()
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest()

const insert = {
  name: 'insert',
  text: 'INSERT INTO sessions (token_hash, client_id, issued_at, last_used_at) VALUES ($1, $2, $3, $3)',
}
const select = { name: 'select', text: 'SELECT client_id, issued_at, last_used_at FROM sessions WHERE token_hash = $1' }

async function issue(/** @type {string} */ body) {
  const token = `act_${randomBytes(28).toString('base64url')}`
  await pool.query({ ...insert, values: [sha256(token), new URLSearchParams(body).get('client_id'), new Date()] })
  return { access_token: token, token_type: 'Bearer', expires_in: 3600 }
}

async function check(/** @type {string | undefined} */ authorization = '') {
  const { rows } = await pool.query({ ...select, values: [sha256(authorization.slice('Bearer '.length))] })
  return rows[0]
}

createServer((request, response) => {
  const send = (/** @type {unknown} */ answer) => {
    const text = JSON.stringify(answer ?? { error: 'invalid_token' })
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' }
    response.writeHead(answer ? 200 : 401, headers).end(text)
  }
  const fail = () => response.writeHead(500).end()
  if (request.method === 'GET') return void check(request.headers.authorization).then(send, fail)
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => issue(body).then(send, fail))
}).listen(port, '127.0.0.1')
