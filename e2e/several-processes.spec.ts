import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { call } from './clients'
import { databaseUrl, sql } from './environment'
import { type Started, startProduct, stop, untilPrinted } from './processes'
import { grant, newClient, sha256 } from './protocol'

const port = 3251
const several = { DATABASE_URL: databaseUrl, WEB_CONCURRENCY: '3', MAX_SESSIONS_PER_CREDENTIAL: '1000000' }

/** Ids of the processes that answer programs, or render pages. */
const workersOf = ({ child }: Started, kind: 'machines' | 'pages' = 'machines') =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(` ${kind} `))
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b)

/** Asks for pages and something static, each on a connection of its own, until stopped; returns what did not answer 200. */
function browse({ url }: Started, paths = ['/sign-in', '/icon.svg', '/sign-in']) {
  const problems: string[] = []
  let pages = 0
  let isStopped = false
  const busy = paths.map(async (path) => {
    while (!isStopped) {
      await fetch(`${url}${path}`, { headers: { connection: 'close' } }).then(
        async (answer) => {
          if (answer.status === 200 && (await answer.text()).length > 100) pages += 1
          else problems.push(`${path} ${answer.status}`)
        },
        (error) => problems.push(String(error.cause?.code ?? error)),
      )
    }
  })
  return {
    problems,
    pages: () => pages,
    stop: async () => {
      isStopped = true
      await Promise.all(busy)
    },
  }
}

/** One call on a connection of its own, so that the processes take turns. */
const freshCall = (token: string, { url }: Started) => call(token, '/api/v1/me', { headers: { connection: 'close' } }, url)

/** Asks for tokens, each on a connection of its own, until `stopped`; returns the tokens granted and what went wrong. */
function load(server: Started, key: Awaited<ReturnType<typeof newClient>>) {
  const tokens: string[] = []
  const problems: string[] = []
  let isStopped = false
  const busy = Array.from({ length: 8 }, async () => {
    while (!isStopped) {
      await grant(server.url, key).then(
        (token) => tokens.push(token),
        (error) => problems.push(String(error.cause?.code ?? error)),
      )
    }
  })
  return {
    tokens,
    problems,
    stop: async () => {
      isStopped = true
      await Promise.all(busy)
    },
  }
}

const stored = async (tokens: string[]) =>
  (await sql<{ n: number }>('SELECT count(*)::int AS n FROM sessions WHERE token_hash = ANY($1)', [tokens.map(sha256)]))[0]?.n

test('WEB_CONCURRENCY processes share one port, and a token dies in all of them at once', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  expect(server.output()).toContain('Processes  3')
  expect(workersOf(server)).toHaveLength(3)
  expect(workersOf(server, 'pages')).toHaveLength(3)
  const key = await newClient()
  const token = await grant(server.url, key)
  const statuses = async () => (await Promise.all(Array.from({ length: 12 }, () => freshCall(token, server)))).map(({ status }) => status)
  expect(await statuses()).toEqual(Array(12).fill(200))
  await sql('UPDATE sessions SET revoked_at = now() WHERE token_hash = $1', [sha256(token)])
  expect(await statuses()).toEqual(Array(12).fill(401))
  expect(await stop(server)).toBe(0)
})

test('SIGHUP replaces every process under load without one failed request', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  const everyone = () => [...workersOf(server), ...workersOf(server, 'pages')]
  const before = everyone()
  const running = load(server, await newClient())
  const browsing = browse(server)
  await expect.poll(() => running.tokens.length).toBeGreaterThan(20)
  server.child.kill('SIGHUP')
  await expect.poll(() => server.output().split('every server process was replaced').length - 1, { timeout: 60_000 }).toBe(2)
  const after = everyone()
  const granted = running.tokens.length
  await expect.poll(() => running.tokens.length).toBeGreaterThan(granted + 20)
  await running.stop()
  await browsing.stop()
  expect(after).toHaveLength(6)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(running.problems).toEqual([])
  expect(browsing.problems).toEqual([])
  expect(browsing.pages()).toBeGreaterThan(20)
  expect(await stored(running.tokens)).toBe(running.tokens.length)
  expect(await stop(server)).toBe(0)
})

test('processes that die are replaced; the others serve on, nobody waits in vain and nothing answered is lost', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  const running = load(server, await newClient())
  // Many short connections, so that some are on their way to each process as it dies.
  const hurrying = browse(server, Array(16).fill('/.well-known/oauth-authorization-server'))
  await expect.poll(() => running.tokens.length).toBeGreaterThan(20)
  const victims: number[] = []
  for (let death = 1; death <= 3; death++) {
    const [victim = 0] = workersOf(server)
    victims.push(victim)
    process.kill(victim, 'SIGKILL')
    await expect.poll(() => workersOf(server).filter((pid) => !victims.includes(pid)).length, { timeout: 20_000 }).toBe(3)
  }
  await running.stop()
  await hurrying.stop()
  // Only the connections of the processes that were killed, and those that were being handed to them.
  const problems = [...running.problems, ...hurrying.problems]
  expect(problems.filter((problem) => !/ECONNRESET|UND_ERR_SOCKET/.test(problem))).toEqual([])
  expect(problems.length).toBeLessThanOrEqual(3 * (8 + 16))
  expect(await stored(running.tokens)).toBe(running.tokens.length)
  expect(await stop(server)).toBe(0)
})

test('the only process for pages dies: programs notice nothing, whoever asks for a page waits or is told, and it comes back', async () => {
  const server = startProduct(port, { DATABASE_URL: databaseUrl, MAX_SESSIONS_PER_CREDENTIAL: '1000000' })
  await untilPrinted(server, 'is ready')
  const running = load(server, await newClient())
  await expect.poll(() => running.tokens.length).toBeGreaterThan(20)
  const [victim = 0] = workersOf(server, 'pages')
  process.kill(victim, 'SIGKILL')
  const answers = new Set<string>()
  const page = async () => {
    const answer = await fetch(`${server.url}/sign-in`)
    const told = (await answer.text()).includes('try again in a few seconds')
    answers.add(`${answer.status}${told ? ', told to try again' : ''}`)
    return answer.status === 200 && !workersOf(server, 'pages').includes(victim)
  }
  await expect.poll(page, { timeout: 20_000 }).toBe(true)
  expect([...answers].filter((answer) => !['200', '503, told to try again'].includes(answer))).toEqual([])
  await running.stop()
  expect(running.problems).toEqual([])
  expect(await stop(server)).toBe(0)
})

test('kill -9 of the first process ends all of them', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  const workers = [...workersOf(server), ...workersOf(server, 'pages')]
  server.child.kill('SIGKILL')
  const isGone = (pid: number) => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }
  await expect.poll(() => workers.every(isGone), { timeout: 15_000 }).toBe(true)
})

test('SIGTERM to every process at once, as service managers send it: what was under way is answered, exit 0', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  const running = load(server, await newClient())
  const browsing = browse(server)
  await expect.poll(() => browsing.pages()).toBeGreaterThan(10)
  for (const pid of [...workersOf(server, 'pages'), ...workersOf(server)]) process.kill(pid, 'SIGTERM')
  expect(await stop(server)).toBe(0)
  await running.stop()
  await browsing.stop()
  const expected = /ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/
  expect([...running.problems, ...browsing.problems].filter((problem) => !expected.test(problem))).toEqual([])
  expect(await stored(running.tokens)).toBe(running.tokens.length)
})

test('SIGTERM under load: every process drains, what was answered is stored, exit 0', async () => {
  const server = startProduct(port, several)
  await untilPrinted(server, 'is ready')
  const workers = workersOf(server)
  const running = load(server, await newClient())
  await expect.poll(() => running.tokens.length).toBeGreaterThan(20)
  expect(await stop(server)).toBe(0)
  await running.stop()
  expect(running.problems.filter((problem) => !/ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/.test(problem))).toEqual([])
  expect(await stored(running.tokens)).toBe(running.tokens.length)
  for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('a start that cannot work says so once', async () => {
  const embedded = startProduct(port, { WEB_CONCURRENCY: '2' })
  expect(await embedded.exited).toBe(1)
  expect(embedded.output().trim()).toBe(
    'The environment is not usable: WEB_CONCURRENCY: several processes need PostgreSQL (DATABASE_URL); the embedded database belongs to one. Correct it and start again.',
  )
  const other = createServer().listen(port, '127.0.0.1')
  const server = startProduct(port, several)
  expect(await server.exited).toBe(1)
  expect(server.output().trim()).toBe(`Port ${port} is taken by another program. Stop that one or set PORT to a free port.`)
  other.close()
})
