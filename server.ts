import cluster from 'node:cluster'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Server as SocketServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { clientAddress } from './lib/client-address'
import { type Config, config as readConfig } from './lib/config'
import { type Match, matchMachineRoute } from './lib/lane'
import { log } from './lib/log'
import { requestOf } from './lib/node-request'
import { partsOf } from './lib/plain-response'
import { isLoopback, isSecure } from './lib/secure-transport'
import { printBlock, startProblem } from './lib/setup/messages'
import { createFirstUsers, prepare } from './lib/setup/prepare'
import { readyMessage, retireMessage, startWorkers } from './lib/setup/workers'
import { StartError } from './lib/start-error'

/** Slow or endless requests end with 408, oversized headers with 431; both are Node's own answers. */
const limits = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 }

/** Requests still under way when the server stops get this long to finish. */
const drainMs = 10_000

const dev = process.argv.includes('--dev')
const demo = process.argv.includes('--demo')

type Handler = ReturnType<ReturnType<typeof next>['getRequestHandler']>

/** The whole product in this process; as one of several, what is done once per start has been done by the first process. */
async function serve(config: Config) {
  let ready: (handle: Handler) => void = () => {}
  const pages = new Promise<Handler>((resolve) => {
    ready = resolve
  })
  const answering = new Set<ServerResponse>()
  const server = createServer(limits, async (request, response) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
    // A stopping server's connections end with the answer they are waiting for.
    if (!server.listening) response.shouldKeepAlive = false
    if (!admit(request, response, config)) return
    const handle = await pages
    const machine = dev ? undefined : matchMachineRoute(pathOf(request))
    await (machine ? machineLane(machine, request, response) : handle(request, response))
  })
  // Bound before anything is opened, so that a taken port is known at once; requests wait until everything is ready. One of several
  // is handed connections as soon as it listens: until it is ready, and if it never is, they belong to the others.
  if (cluster.isPrimary) await listen(server, config.port, config.host)
  const prepared = await prepare(config)
  // In production Next must not listen for upgrades on this server (a spare one takes its listener): without a listener Node treats
  // such a request as the ordinary one it also is, and it stays under the rules above. Hot reload needs its web socket.
  const app = next({
    dev,
    dir: process.cwd(),
    httpServer: dev ? server : createServer(),
    hostname: config.host,
    port: config.port,
    quiet: !dev,
  })
  await app.prepare()
  const firstUsers = cluster.isPrimary && (await createFirstUsers(config, { demo }))
  ready(app.getRequestHandler())
  if (cluster.isWorker) await listen(server, config.port, config.host)
  stopOnSignal(async (isRetired) => {
    await drain(server, answering, isRetired)
    await app.close()
    await prepared.stop()
  })
  if (firstUsers) printBlock(config, prepared, firstUsers, demo)
  else process.send?.(readyMessage)
}

/** WEB_CONCURRENCY processes share the port and the database; this one only looks after them. SIGHUP replaces them one by one. */
async function supervise(config: Config) {
  // A taken port is known at once, and said once.
  const probe = createServer()
  await listen(probe, config.port, config.host)
  await new Promise((resolve) => probe.close(resolve))
  const prepared = await prepare(config)
  const starting = startWorkers(config.webConcurrency, fileURLToPath(import.meta.url), process.argv.slice(2)).catch(() =>
    // It has said why itself.
    process.exit(1),
  )
  // Already now: without a listener the signal would end this process.
  process.on('SIGHUP', () => void starting.then(({ restart }) => restart()))
  const workers = await starting
  stopOnSignal(async () => {
    if (!(await workers.stop())) throw new Error('a server process had to be cut off')
  })
  printBlock(config, prepared, await createFirstUsers(config, { demo }), demo)
  await prepared.stop()
}

/** Machine paths skip Next: the same functions as its route files, at a tenth of the cost. With `--dev` everything is Next's, for hot reload. */
async function machineLane({ endpoint, params }: Match, request: IncomingMessage, response: ServerResponse) {
  try {
    const answer = await endpoint(requestOf(request), { params: Promise.resolve(params) })
    const plain = partsOf(answer)
    const body = plain ? plain.text : Buffer.from(await answer.arrayBuffer())
    const headers = plain ? plain.headers : Object.fromEntries(answer.headers)
    // What must have no body (204, HEAD) has no length either.
    const length = body.length > 0 ? { 'content-length': Buffer.byteLength(body) } : undefined
    response.writeHead(answer.status, { ...headers, ...length }).end(body)
  } catch (error) {
    // Endpoints answer their own failures; this is one of theirs to do so.
    log().error({ err: error }, 'machine lane failed')
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}

const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/'

/**
 * Makes the forwarding headers true, and turns away whoever would send secrets in the clear (RFC 6749 §3.2, RFC 6750 §5.3): only
 * TLS, or a caller on this machine, gets through. False when it has answered.
 */
function admit(request: IncomingMessage, response: ServerResponse, config: Config) {
  // RFC 9112 §3.2.2: an address in absolute form means its path; what names no path at all ("*") is nothing of ours.
  request.url = request.url?.replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  if (!request.url.startsWith('/')) {
    response.writeHead(400, { connection: 'close' }).end()
    return false
  }
  stampAddress(request, config.trustedProxies)
  const { headers, socket } = request
  response.setHeader('x-content-type-options', 'nosniff')
  const isTls = isSecure(headers['x-forwarded-proto'], config.trustedProxies)
  if (isTls) response.setHeader('strict-transport-security', 'max-age=31536000')
  if (isTls || config.allowInsecureHttp) return true
  const caller =
    config.trustedProxies === 0
      ? socket.remoteAddress
      : clientAddress(new Headers({ 'x-forwarded-for': String(headers['x-forwarded-for']) }))
  if (isLoopback(caller)) return true
  const body = { error: 'invalid_request', error_description: 'Use HTTPS: this server does not answer plain HTTP from other machines.' }
  response
    .writeHead(403, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' })
    .end(JSON.stringify(body))
  return false
}

const forwardingHeaders = new Set(['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded'])

/**
 * Adds the socket's address to X-Forwarded-For as a proxy does, and forgets forwarding headers that no trusted proxy has set; in
 * the parsed headers, which Next reads, and in the raw ones, which the machine lane reads.
 */
function stampAddress(request: IncomingMessage, trustedProxies: number) {
  const { headers, rawHeaders, socket } = request
  const forget = (name: string) => name === 'x-forwarded-for' || (trustedProxies === 0 && forwardingHeaders.has(name))
  const before = trustedProxies === 0 ? undefined : headers['x-forwarded-for']
  const stamped = [before, socket.remoteAddress].filter(Boolean).join(', ')
  const kept: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    if (forget(name.toLowerCase())) delete headers[name.toLowerCase()]
    else kept.push(name, value)
  }
  headers['x-forwarded-for'] = stamped
  request.rawHeaders = [...kept, 'X-Forwarded-For', stamped]
}

function listen(server: Server, port: number, host: string) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenProblem(error, port, host)))
    server.listen(port, host, resolve)
  })
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string) {
  if (error.code === 'EADDRINUSE')
    return new StartError(`Port ${port} is taken by another program. Stop that one or set PORT to a free port.`)
  if (error.code === 'EACCES') return new StartError(`This account may not listen on port ${port}. Set PORT to 1024 or above.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}. Correct HOST.`)
  return error
}

/**
 * Takes no new connection and resolves when every request under way is answered, or cut off after {@link drainMs}. Connections that
 * are only kept open are closed at once; with `isLingering` they get an answer to one more request, or time out as they always do,
 * because a request may be on its way.
 */
async function drain(server: Server, answering: Set<ServerResponse>, isLingering: boolean) {
  // node:http's own close ends idle connections as well.
  const closed = new Promise((resolve) => (isLingering ? SocketServer.prototype.close.call(server, resolve) : server.close(resolve)))
  for (const response of answering) response.shouldKeepAlive = false
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(deadline)
}

/** SIGTERM, SIGINT or being replaced: accept nothing new, finish what is under way, write what is pending, close the database, exit 0. */
function stopOnSignal(stop: (isRetired: boolean) => Promise<void>) {
  let isStopping = false
  const stopOnce = async (isRetired: boolean) => {
    if (isStopping) return
    isStopping = true
    try {
      await stop(isRetired)
      process.exit(0)
    } catch (error) {
      console.error(`The server did not stop cleanly: ${startProblem(error)}`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopOnce(false))
  process.on('message', (message) => {
    if (message === retireMessage) void stopOnce(true)
  })
}

async function start() {
  const config = readConfig()
  const isOneOfSeveral = config.webConcurrency > 1 && !dev
  await (isOneOfSeveral && cluster.isPrimary ? supervise(config) : serve(config))
}

start().catch((error) => {
  console.error(startProblem(error))
  process.exit(1)
})
