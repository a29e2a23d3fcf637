import cluster from 'node:cluster'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { type Config, config as readConfig } from './lib/config'
import { matchMachineRoute } from './lib/lane'
import { admit } from './lib/server/admit'
import { boundConnections, followConnections } from './lib/server/connections'
import { bounds } from './lib/server/descriptors'
import { forwardTo, pagesSocket } from './lib/server/forward'
import { drainable, listen } from './lib/server/listen'
import { machineLane } from './lib/server/machine-lane'
import { pageRequests, type ShowPage } from './lib/server/page-request'
import { refusePage } from './lib/server/refuse-page'
import { mayWait } from './lib/server/turn'
import { bodyKeeper, withBody } from './lib/server/whole-body'
import { tellOfDataLeftBehind } from './lib/setup/left-behind'
import { printBlock, problemSentence } from './lib/setup/messages'
import { createFirstUsers, prepare } from './lib/setup/prepare'
import { stayOnHangUp, stopOnMessage, stopOnSignal } from './lib/setup/stop'
import { readyMessage, startWorkers } from './lib/setup/workers'

/**
 * Slow or endless requests end with 408, oversized headers with 431; both are Node's own answers. An unused connection is kept longer than
 * proxies keep theirs (nginx, Apache and most load balancers: a minute), so that they never send a request on one that is just being closed.
 */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
}

/** Between our own processes: the limits above have been applied, and unused connections are the other side's to close. */
const innerLimits = { headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 65_536, requireHostHeader: false }

/** How long a process for pages that is to end still takes new connections. */
const lastCallMs = 100

const dev = process.argv.includes('--dev')
const demo = process.argv.includes('--demo')

/** What a worker is for, in its arguments. */
type Kind = 'machines' | 'pages'

/** The whole product in this process: the embedded database belongs to one, and hot reload wants it so. */
async function serveAll(config: Config) {
  stayOnHangUp()
  let show: (pages: ShowPage) => void = () => {}
  const pages = new Promise<ShowPage>((resolve) => {
    show = resolve
  })
  const { server, drain } = frontServer(config, pages)
  // Bound before anything is opened, so that a taken port is known at once; requests wait until everything is ready.
  await listen(server, config)
  const prepared = await prepare(config)
  await tellOfDataLeftBehind(config)
  // In production Next must not listen for upgrades on this server (a spare one takes its listener): without a listener Node treats
  // such a request as the ordinary one it also is, and it stays under the rules above. Hot reload needs its web socket.
  const app = await openPages(config, dev ? server : createServer())
  const firstUsers = await createFirstUsers(config, { demo })
  show(app.show)
  stopOnSignal(async () => {
    await drain(false)
    await app.close()
    await prepared.stop()
  })
  printBlock(config, prepared, firstUsers, demo)
}

/**
 * With PostgreSQL, WEB_CONCURRENCY processes share the port and answer programs; as many others render the pages, so that neither
 * waits for the other and programs do not pay for having Next around. This one only looks after them. SIGHUP replaces them one by one.
 */
async function supervise(config: Config) {
  // A taken port is known at once, and said once.
  const probe = createServer()
  await listen(probe, config)
  await new Promise((resolve) => probe.close(resolve))
  const prepared = await prepare(config, { housekeeping: false })
  await tellOfDataLeftBehind(config)
  // A folder only this account may enter: who reaches the pages directly could claim any address.
  const folder = mkdtempSync(join(tmpdir(), 'application-credentials-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const exec = fileURLToPath(import.meta.url)
  // One that was killed leaves its socket behind.
  const onEnd = (pid: number) => rmSync(pagesSocket(folder, pid), { force: true })
  const startAll = (kind: Kind) => startWorkers({ kind, count: config.webConcurrency, exec, args: [kind, folder], onEnd })
  // Pages first: once the port is open, everything behind it answers.
  const startBoth = async () => {
    const pages = await startAll('pages')
    return { pages, machines: await startAll('machines') }
  }
  const starting = startBoth().catch(() =>
    // It has said why itself.
    process.exit(1),
  )
  // Already now: without a listener the signal would end this process.
  process.on('SIGHUP', () => void starting.then(({ pages, machines }) => Promise.all([pages.restart(), machines.restart()])))
  const { pages, machines } = await starting
  stopOnSignal(async () => {
    const inOrder = [await machines.stop(), await pages.stop()]
    if (inOrder.includes(false)) throw new Error('a server process had to be cut off')
  })
  printBlock(config, prepared, await createFirstUsers(config, { demo }), demo)
  await prepared.stop()
}

/** Answers programs, and hands on what is for people to the pages. */
async function serveMachines(config: Config, folder: string) {
  // A full garbage collection when the heap has grown to four times what is in use, not by a third: under load that was every two
  // seconds, and slowed down each request for 30 ms. 30 MB are in use.
  setFlagsFromString('--heap-growing-percent=300')
  const prepared = await prepare(config)
  const { server, drain } = frontServer(config, forwardTo(folder))
  // Whoever listens is handed connections: until it is ready, and if it never is, they belong to the others.
  await listen(server, config)
  stopOnSignal(async (isRetired) => {
    await drain(isRetired)
    await prepared.stop()
  })
  process.send?.(readyMessage)
}

/** Renders pages for the processes that have the port. */
async function servePages(config: Config, folder: string) {
  const prepared = await prepare(config, { housekeeping: false })
  const app = await openPages(config, createServer())
  // What there is of bodies has been bounded before.
  const takeBody = bodyKeeper(Number.POSITIVE_INFINITY)
  const server = createServer(innerLimits, async (request, response) => {
    const arrival = await takeBody(request, Number.POSITIVE_INFINITY)
    if (arrival.ok) await app.show(request, response, arrival.body)
    else response.destroy()
  })
  // How many there may be, and how long, is for those to bound that connect here.
  const drain = drainable(server, followConnections(server))
  server.maxHeadersCount = 0
  const path = pagesSocket(folder, process.pid)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ path, exclusive: true }, resolve))
  stopOnMessage(async () => {
    // Found no longer; whoever has found it, and stands in line, is let in before the door closes.
    rmSync(path, { force: true })
    await new Promise((resolve) => setTimeout(resolve, lastCallMs))
    await drain(true)
    await app.close()
    await prepared.stop()
  })
  process.send?.(readyMessage)
}

/** The server people and programs connect to, and how to drain it. */
function frontServer(config: Config, pages: ShowPage | Promise<ShowPage>) {
  const most = bounds(config)
  const answerPage = pageRequests(most.pages)
  const server = createServer(limits, async (request, response) => {
    const headers = admit(request, response, config)
    if (!headers) return
    const showPage = pages instanceof Promise ? await pages : pages
    const path = request.url?.split('?', 1)[0] ?? '/'
    const machine = dev ? undefined : matchMachineRoute(path)
    if (machine) return mayWait(request, response) ? machineLane(machine, request, response, headers) : undefined
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    await answerPage(request, response, showPage)
  })
  // Their size is limited. Node leaves out what is above a number, but not what it means: where the body ends.
  server.maxHeadersCount = 0
  const connections = followConnections(server)
  boundConnections(server, connections, most.connections)
  return { server, drain: drainable(server, connections) }
}

/** Next, loaded only where it is used: it slows down everything in its process. */
async function openPages(config: Config, httpServer: Server): Promise<{ show: ShowPage; close: () => Promise<void> }> {
  const [{ default: next }, { malformedRequest }] = await Promise.all([import('next'), import('./app/malformed-request')])
  const app = next({ dev, dir: process.cwd(), httpServer, hostname: config.host, port: config.port, quiet: !dev })
  await app.prepare()
  const handle = app.getRequestHandler()
  const knowsAction = dev ? () => true : builtActions()
  const show: ShowPage = async (request, response, body) => {
    const refusal = malformedRequest(request, body, knowsAction)
    if (refusal) refusePage(request, response, refusal.status, refusal.sentence, refusal.headers)
    else await handle(withBody(request, body), response)
  }
  return { show, close: () => app.close() }
}

/** Tells which actions the build has. For any other Next writes three lines into the log, with words of whoever asked. */
function builtActions() {
  const manifest = JSON.parse(readFileSync(join(process.cwd(), '.next/server/server-reference-manifest.json'), 'utf8'))
  const ids = new Set(Object.keys(manifest.node))
  return (id: string) => ids.has(id)
}

async function start() {
  const config = readConfig()
  const [kind, folder = ''] = process.argv.slice(2)
  if (cluster.isWorker) await (kind === ('pages' satisfies Kind) ? servePages(config, folder) : serveMachines(config, folder))
  // Windows has no sockets in folders.
  else await (config.databaseUrl && !dev && process.platform !== 'win32' ? supervise(config) : serveAll(config))
}

start().catch((error) => {
  console.error(problemSentence(error, 'The server could not start'))
  process.exit(1)
})
