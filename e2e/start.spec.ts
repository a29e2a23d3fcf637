import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { closeAndLose, generateKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { baseUrl, databaseUrl, demoPassword } from './environment'
import { type Started, start, startProduct, stop, temporaryFolder, untilPrinted } from './processes'

/** The statuses of those tokens that the server does not accept. */
async function refused(tokens: string[], server: string): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < tokens.length; i += 50) {
    const answers = await Promise.all(tokens.slice(i, i + 50).map((token) => call(token, '/api/v1/me', {}, server)))
    statuses.push(...answers.map(({ status }) => status).filter((status) => status !== 200))
  }
  return statuses
}

test.describe('on the embedded database', () => {
  test('npm start ends with a way to sign in, and a second start keeps everything and prints no password', async ({ browser }) => {
    test.setTimeout(120_000)
    const DATA_DIR = temporaryFolder()
    const first = start('npm', ['start'], 3221, { DATA_DIR })
    await untilPrinted(first, 'is ready')
    await untilPrinted(first, DATA_DIR)
    const [, email, password] = /Sign in +(\S+)\n +with the password (\S+)\n/.exec(first.output()) ?? []
    const page = await (await browser.newContext({ baseURL: first.url })).newPage()
    await page.goto('/sign-in')
    await page.waitForLoadState('networkidle')
    await page.getByLabel('Email').fill(email ?? '')
    await page.getByLabel('Password').fill(password ?? '')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    // The first page of a server that has just started takes its time.
    await expect(page.getByLabel('Password you were given')).toBeVisible({ timeout: 20_000 })
    await page.waitForLoadState('networkidle')
    await page.getByLabel('Password you were given').fill(password ?? '')
    await page.getByLabel('New password', { exact: true }).fill('a password only I know')
    await page.getByLabel('New password again').fill('a password only I know')
    await page.getByRole('button', { name: 'Choose password' }).click()
    await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible({ timeout: 20_000 })
    const key = await generateKey(page, 'Kept', { operational: 'Team Leader' })
    await closeAndLose(page)
    const token = await tokenByOpenidClient(key, first.url)
    // npm hands the signal on and then ends by it itself; that the server stopped in order shows in the free lock.
    await stop(first)

    const startedAt = Date.now()
    const second = start('npm', ['start'], 3221, { DATA_DIR })
    await untilPrinted(second, 'is ready')
    expect(Date.now() - startedAt).toBeLessThan(15_000)
    expect(second.output()).not.toContain('with the password')
    expect(second.output()).not.toMatch(/Installing|Building|Waiting/)
    expect((await call(token, '/api/v1/me', {}, second.url)).body.credential.name).toBe('Kept')
    await page.goto('/')
    await expect(page.getByRole('row', { name: /Kept/ })).toBeVisible()
    await stop(second)
  })

  test('ADMIN_EMAIL and ADMIN_PASSWORD are used and nothing secret is printed, even with DEBUG=*', async () => {
    const chosen = { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: 'chosen-by-the-operator' }
    const server = startProduct(3221, { DATA_DIR: temporaryFolder(), DEBUG: '*', ...chosen })
    await untilPrinted(server, 'is ready')
    expect(server.output()).toContain('root@example.com')
    expect(server.output()).not.toContain(chosen.ADMIN_PASSWORD)
    expect(await stop(server)).toBe(0)
  })

  test('SIGHUP does nothing but say so; settings come from the file .env where the environment has none', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'settings')
    writeFileSync(file, `PORT=1\nDATA_DIR=${folder}\nLOG_LEVEL=WARN\n`)
    const server = startProduct(3221, { ENV_FILE: file })
    await untilPrinted(server, 'is ready')
    expect(server.output()).toContain(`Data       ${folder}`)
    server.child.kill('SIGHUP')
    await untilPrinted(server, 'SIGHUP does nothing here: there is one process, and it serves on')
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
    expect(await stop(server)).toBe(0)
  })

  test('kill -9 loses no token that was answered', async ({ browser }) => {
    // A credential may have more sessions than a fast machine can issue meanwhile.
    const environment = { DATA_DIR: temporaryFolder(), DEMO_PASSWORD: demoPassword, MAX_SESSIONS_PER_CREDENTIAL: '1000000' }
    const first = startProduct(3221, environment, '--demo')
    await untilPrinted(first, 'is ready')
    const page = await (await browser.newContext({ baseURL: first.url })).newPage()
    await signIn(page, 'ben@demo.example')
    const key = await generateKey(page, 'Survivor', { operational: 'Team Leader' })
    const tokens: string[] = []
    const busy = Array.from({ length: 8 }, async () => {
      for (;;) tokens.push(await tokenByOpenidClient(key, first.url))
    })
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    first.child.kill('SIGKILL')
    await Promise.allSettled(busy)
    expect(tokens.length).toBeGreaterThan(20)

    // Nobody waits for a lock whose holder is gone.
    const second = startProduct(3221, environment)
    await untilPrinted(second, 'is ready')
    expect(second.output()).not.toContain('Waiting')
    expect(await refused(tokens, second.url)).toEqual([])
    expect(await stop(second)).toBe(0)
  })

  test('--demo changes nothing on a database that has users, and says so', async () => {
    const DATA_DIR = temporaryFolder()
    const first = startProduct(3221, { DATA_DIR })
    await untilPrinted(first, 'is ready')
    expect(await stop(first)).toBe(0)
    const second = startProduct(3221, { DATA_DIR }, '--demo')
    await untilPrinted(second, '--demo changed nothing: this database already has users.')
    expect(second.output()).not.toContain('with the password')
    expect(await stop(second)).toBe(0)
  })
})

test.describe('a start that cannot work says in one sentence why and what to do', () => {
  const folder = temporaryFolder()
  const failures: [name: string, env: Record<string, string>, sentence: RegExp][] = [
    [
      'folder not writable',
      { DATA_DIR: '/dev/null/data' },
      /^The data folder \/dev\/null\/data cannot be written .+ Make it writable or set DATA_DIR/,
    ],
    [
      'database unreachable',
      { DATABASE_URL: 'postgres://someone:s3cret-word@127.0.0.1:9/none' },
      /^The database at 127\.0\.0\.1:9\/none cannot be reached .+ Check that it runs and that DATABASE_URL is right/,
    ],
    [
      'no such database',
      { DATABASE_URL: databaseUrl.replace(/[^/]+$/, 'nowhere') },
      /has no such database\. Create it .+ or correct DATABASE_URL/,
    ],
    [
      'a file with settings that is not there',
      { ENV_FILE: '/nowhere/settings' },
      /^The file \/nowhere\/settings with settings cannot be read \(ENOENT: .+\)\. Correct that, or ENV_FILE, and start again\.$/,
    ],
    ['a variable that makes no sense', { PORT: 'high' }, /^The environment is not usable: PORT: .+ Correct it and start again/],
    [
      'a password that is too short',
      { ADMIN_PASSWORD: 's3cret-word' },
      /^The environment is not usable: ADMIN_PASSWORD: needs at least 12 characters/,
    ],
  ]
  // Started by a shell that first takes something away from it.
  const deprived: [name: string, shell: string[], before: string, sentence: RegExp][] = [
    [
      'too few files may be open',
      ['sh', '-c'],
      'ulimit -n 64',
      /^This process may open only 64 files at a time, and the server needs 256 or more\. Raise the limit \(ulimit -n\) and start again\.$/,
    ],
    [
      'disk full',
      ['unshare', '-rm', 'sh', '-c'],
      'mount -t tmpfs -o size=8m tmpfs "$DATA_DIR"',
      /^The disk that holds the data folder \S+ is full\. Free some space or set DATA_DIR to a folder on another disk, and start again\.$/,
    ],
    [
      'folder read-only',
      ['unshare', '-rm', 'sh', '-c'],
      'mount -t tmpfs -o ro tmpfs "$DATA_DIR"',
      /^The data folder \S+ cannot be written \(EROFS: .+\)\. Make it writable or set DATA_DIR to a folder that is\.$/,
    ],
  ]
  const starts: [name: string, sentence: RegExp, start: () => Started][] = [
    ...failures.map(([name, env, sentence]): (typeof starts)[number] => [
      name,
      sentence,
      () => startProduct(3223, { DATA_DIR: folder, ...env }),
    ]),
    ...deprived.map(([name, [program = '', ...words], before, sentence]): (typeof starts)[number] => [
      name,
      sentence,
      () => start(program, [...words, `${before} && exec "$0" scripts/start.mjs`, process.execPath], 3223, { DATA_DIR: folder }),
    ]),
  ]
  for (const [name, sentence, begin] of starts) {
    test(name, async () => {
      const server = begin()
      expect(await server.exited).toBe(1)
      expect(server.output().trim()).toMatch(sentence)
      expect(server.output().trim()).not.toContain('\n')
      expect(server.output()).not.toContain('s3cret-word')
    })
  }

  test('port taken', async () => {
    const other = createServer().listen(3223, '127.0.0.1')
    const server = startProduct(3223, { DATA_DIR: folder })
    expect(await server.exited).toBe(1)
    expect(server.output().trim()).toBe('Port 3223 is taken by another program. Stop that one or set PORT to a free port.')
    other.close()
  })

  test('a second process on the embedded folder', async () => {
    const first = startProduct(3223, { DATA_DIR: folder })
    await untilPrinted(first, 'is ready')
    const second = startProduct(3224, { DATA_DIR: folder })
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain(`The embedded database in ${folder} is in use by another process. Stop that one first`)
    expect(second.output()).not.toContain('    at ')
    expect(await stop(first)).toBe(0)
  })
})

test('SIGTERM under load: what was accepted is answered, what was answered is stored, exit 0', async ({ page }) => {
  // More than the thousand sessions that one credential may have are issued before the signal comes.
  const server = startProduct(3225, { DATABASE_URL: databaseUrl, MAX_SESSIONS_PER_CREDENTIAL: '1000000' })
  await untilPrinted(server, 'is ready')
  await signIn(page, 'ben@demo.example')
  const key = await generateKey(page, 'Drained', { operational: 'Team Leader' })
  const tokens: string[] = []
  const errors: unknown[] = []
  const busy = Array.from({ length: 16 }, async () => {
    try {
      for (;;) tokens.push(await tokenByOpenidClient(key, server.url))
    } catch (error) {
      errors.push((error as { cause?: unknown }).cause ?? error)
    }
  })
  await page.waitForTimeout(1_000)
  expect(await stop(server)).toBe(0)
  await Promise.all(busy)
  expect(tokens.length).toBeGreaterThan(20)
  // Only connections that the stopped server no longer took, never an answer cut off or a 5xx.
  expect(errors.map((error) => (error as { code?: string }).code)).toEqual(
    Array(16).fill(expect.stringMatching(/ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/)),
  )
  expect(await refused(tokens, baseUrl)).toEqual([])
})

test('the product also runs under plain "next start"', async ({ browser }) => {
  const next = join('node_modules', 'next', 'dist', 'bin', 'next')
  const server = start(process.execPath, [next, 'start', '--port', '3226', '--hostname', '127.0.0.1'], 3226, {
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production',
  })
  await untilPrinted(server, 'is ready')
  const page = await (await browser.newContext({ baseURL: server.url })).newPage()
  await signIn(page, 'ben@demo.example')
  const key = await generateKey(page, 'Plain', { operational: 'Team Leader' })
  const token = await tokenByOpenidClient(key, server.url)
  expect((await call(token, '/api/v1/me', {}, server.url)).status).toBe(200)
  server.child.kill('SIGTERM')
  await server.exited
})
