import { afterEach, describe, expect, test, vi } from 'vitest'
import { ConfigError, parseConfig } from '@/lib/config'
import type { Database } from '@/lib/db/client'
import { StartError } from '@/lib/start-error'
import { printBlock, problemSentence } from './messages'
import type { FirstUsers, Prepared } from './prepare'

afterEach(() => {
  vi.restoreAllMocks()
})

const embedded = { location: './.data', embedded: true } as Database
const postgres = { location: 'PostgreSQL at db:5432/app', embedded: false } as Database
const people = ['ada@demo.example', 'ben@demo.example', 'cleo@demo.example', 'dan@demo.example']
const postgresHint = '  PostgreSQL set DATABASE_URL=postgres://user:password@host:5432/name and start again'

/** The lines printed, without the empty ones. */
function printed({ db, ...firstUsers }: Partial<Pick<Prepared, 'db'>> & FirstUsers, env: Record<string, string> = {}, demoAsked = false) {
  vi.restoreAllMocks()
  const out = vi.spyOn(console, 'log').mockImplementation(() => {})
  const others = (['error', 'warn', 'info'] as const).map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
  printBlock(parseConfig(env), { db: db ?? embedded, stop: async () => {} }, firstUsers, demoAsked)
  for (const other of others) expect(other).not.toHaveBeenCalled()
  expect(out).toHaveBeenCalledTimes(1)
  return String(out.mock.calls[0]?.[0])
    .split('\n')
    .filter((line) => line !== '')
}

describe('one calm block: the address, the sign-in, where data lives, how to use PostgreSQL', () => {
  test('at the first start, with the password it made', () => {
    expect(printed({ administrator: { email: 'admin@localhost.example', password: 'made-at-random' } })).toEqual([
      '  Application Credentials is ready.',
      '  Open       http://localhost:3000',
      '  Sign in    admin@localhost.example',
      '             with the password made-at-random',
      '             (shown only now; you choose your own when you sign in)',
      '  Data       ./.data',
      postgresHint,
    ])
  })

  test('the password is printed only when it was created', () => {
    const env = { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'chosen by the operator' }
    const lines = printed({ administrator: { email: 'boss@example.com' } }, env)
    expect(lines).toEqual([
      '  Application Credentials is ready.',
      '  Open       http://localhost:3000',
      '  Sign in    boss@example.com, with the password in ADMIN_PASSWORD',
      '  Data       ./.data',
      postgresHint,
    ])
    expect(lines.join()).not.toContain('chosen by the operator')
  })

  test('at a later start', () => {
    expect(printed({})).toEqual([
      '  Application Credentials is ready.',
      '  Open       http://localhost:3000',
      '  Sign in    with your account',
      '  Data       ./.data',
      postgresHint,
    ])
  })

  test('on PostgreSQL, without the address’s password', () => {
    const lines = printed({ db: postgres }, { DATABASE_URL: 'postgres://app:hunter2@db/app' })
    expect(lines.slice(3)).toEqual(['  Data       PostgreSQL at db:5432/app'])
    expect(lines.join()).not.toContain('hunter2')
  })

  test.each<[Record<string, string>, string]>([
    [{}, 'http://localhost:3000'],
    [{ PORT: '8080' }, 'http://localhost:8080'],
    [{ HOST: '0.0.0.0' }, 'http://localhost:3000'],
    [{ HOST: '10.1.2.3' }, 'http://10.1.2.3:3000'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://credentials.example.com/' }, 'https://credentials.example.com'],
  ])('%j is opened at %s', (env, address) => {
    expect(printed({}, env)[1]).toBe(`  Open       ${address}`)
  })
})

describe('--demo', () => {
  test('says who can sign in to Builder, with which password', () => {
    expect(printed({ demo: { people, password: 'made-at-random' } }, {}, true).slice(2)).toEqual([
      '  Sign in    ada@demo.example (Administrator), ben@demo.example, cleo@demo.example',
      '             with the password made-at-random',
      '             (shown only now)',
      '  Data       ./.data',
      postgresHint,
    ])
  })

  test('prints no password that DEMO_PASSWORD set', () => {
    const lines = printed({ demo: { people } }, { DEMO_PASSWORD: 'chosen by the operator' }, true)
    expect(lines.slice(2)).toEqual([
      '  Sign in    ada@demo.example (Administrator), ben@demo.example, cleo@demo.example',
      '             with the password in DEMO_PASSWORD',
      '  Data       ./.data',
      postgresHint,
    ])
    expect(lines.join()).not.toContain('chosen by the operator')
  })

  test('on a database that already has users changes nothing and says so', () => {
    expect(printed({}, {}, true).slice(2)).toEqual([
      '  Sign in    with your account',
      '  Data       ./.data',
      postgresHint,
      '  --demo changed nothing: this database already has users.',
    ])
    expect(printed({}, {}, false).join()).not.toContain('--demo')
  })
})

/** What Prisma throws: first which call, then where it stands, and at last why. */
const prismaError = (reason: string, meta = {}) =>
  Object.assign(new Error(`\nInvalid \`prisma.user.count()\` invocation in\n/app/server.mjs:12:3\n\n→ 12 await count(\n${reason}`), {
    name: 'PrismaClientKnownRequestError',
    meta,
  })

describe('every failure is one clear sentence, never a stack trace', () => {
  test.each<[unknown, string]>([
    [new StartError('Port 3000 is taken by another program.'), 'Port 3000 is taken by another program.'],
    [
      new ConfigError('PORT: Too big: expected number to be <=65535'),
      'The environment is not usable: PORT: Too big: expected number to be <=65535. Correct it and start again.',
    ],
    [Object.assign(new Error('write failed'), { code: 'ENOSPC' }), 'It failed: the disk is full. Free some space and try again.'],
    [
      Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' }),
      'It failed: the disk is full. Free some space and try again.',
    ],
    [
      Object.assign(new Error('open'), { code: 'EMFILE' }),
      'It failed: too many files are open. Raise the limit (ulimit -n) and try again.',
    ],
    [
      prismaError('Too many database connections opened', { driverAdapterError: { cause: { originalCode: '53300' } } }),
      'It failed: PostgreSQL has no connection free. Close others or raise its limit (max_connections), and try again.',
    ],
    [prismaError('The column "n" does not exist.'), 'It failed: The column "n" does not exist.'],
    [{ name: 'ErrnoError', errno: 29 }, 'It failed: EIO in the embedded database'],
    [new Error('something odd'), 'It failed: something odd'],
    [new Error('\n\n  Invalid call\n  at line 5\n'), 'It failed: Invalid call'],
    [new Error(`x${'y'.repeat(1000)}`), `It failed: x${'y'.repeat(299)}`],
    [new Error(''), 'It failed: unknown error'],
    ['thrown text', 'It failed: thrown text'],
  ])('%#: $1', (error, sentence) => {
    expect(problemSentence(error, 'It failed')).toBe(sentence)
    expect(problemSentence(error, 'It failed')).not.toMatch(/\n|\bat .*:\d+/)
  })
})
