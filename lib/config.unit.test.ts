import { afterEach, describe, expect, test, vi } from 'vitest'
import { ConfigError, parseConfig } from './config'

const defaults = {
  isProduction: false,
  host: '127.0.0.1',
  port: 3000,
  databaseUrl: undefined,
  databasePoolSize: 10,
  webConcurrency: 1,
  dataDir: './.data',
  adminEmail: undefined,
  adminPassword: undefined,
  demoPassword: undefined,
  signInKey: undefined,
  publicUrl: 'http://localhost:3000',
  trustedProxies: 0,
  allowInsecureHttp: false,
  maxSessionsPerCredential: 1000,
  smtp: undefined,
  logLevel: 'info',
}

function messageOf(env: Record<string, string>) {
  try {
    parseConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
  throw new Error('it was accepted')
}

test('several processes need PostgreSQL', () => {
  const databaseUrl = 'postgres://user@host/name'
  expect(parseConfig({ WEB_CONCURRENCY: '4', DATABASE_URL: databaseUrl })).toEqual({ ...defaults, webConcurrency: 4, databaseUrl })
  expect(messageOf({ WEB_CONCURRENCY: '4' })).toContain('WEB_CONCURRENCY: several processes need PostgreSQL')
})

test('nothing has to be set', () => {
  expect(parseConfig({})).toEqual(defaults)
})

test('variables of others are ignored', () => {
  expect(parseConfig({ PATH: '/bin', npm_config_port: '1', HOSTNAME: 'box' })).toEqual(defaults)
})

const names = [
  ...[
    'NODE_ENV',
    'HOST',
    'PORT',
    'DATABASE_URL',
    'DATABASE_POOL_SIZE',
    'WEB_CONCURRENCY',
    'DATA_DIR',
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
    'DEMO_PASSWORD',
  ],
  ...['NEXTAUTH_SECRET', 'PUBLIC_URL', 'TRUST_PROXY', 'ALLOW_INSECURE_HTTP', 'MAX_SESSIONS_PER_CREDENTIAL', 'LOG_LEVEL'],
  ...['SMTP_URL', 'SMTP_FROM'],
]

test.each(['', ' ', '\t\n'])('a variable that is set to nothing counts as not set: %j', (nothing) => {
  for (const name of names) expect(parseConfig({ [name]: nothing }), name).toEqual(defaults)
  expect(parseConfig(Object.fromEntries(names.map((name) => [name, nothing])))).toEqual(defaults)
})

const smtp = { host: 'mail.example', port: 587, isSecure: false, isLocal: false, from: { name: 'Builder', address: 'no-reply@localhost' } }
const builder = { name: 'Builder', address: 'builder@example.com' }

test.each<[Record<string, string>, Partial<ReturnType<typeof parseConfig>>]>([
  [{ NODE_ENV: 'production' }, { isProduction: true }],
  [{ NODE_ENV: 'development' }, { isProduction: false }],
  [{ NODE_ENV: 'test' }, { isProduction: false }],
  [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
  [{ HOST: '::1' }, { host: '::1' }],
  [{ HOST: '10.1.2.3' }, { host: '10.1.2.3', publicUrl: 'http://10.1.2.3:3000' }],
  [{ HOST: '::' }, { host: '::' }],
  [{ HOST: '2001:db8::7' }, { host: '2001:db8::7', publicUrl: 'http://[2001:db8::7]:3000' }],
  [
    { HOST: 'fd00::1', PORT: '80' },
    { host: 'fd00::1', port: 80, publicUrl: 'http://[fd00::1]:80' },
  ],
  [{ PORT: '1' }, { port: 1, publicUrl: 'http://localhost:1' }],
  [{ PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
  [{ PORT: '65535' }, { port: 65535, publicUrl: 'http://localhost:65535' }],
  [{ DATABASE_URL: 'postgres://app:p%40ss@db:5432/app' }, { databaseUrl: 'postgres://app:p%40ss@db:5432/app' }],
  [{ DATABASE_URL: 'postgresql://db/app?sslmode=require' }, { databaseUrl: 'postgresql://db/app?sslmode=require' }],
  [
    { DATABASE_URL: 'postgres://app:a,b@db/app?options=-c%20search_path%3Da,b' },
    { databaseUrl: 'postgres://app:a,b@db/app?options=-c%20search_path%3Da,b' },
  ],
  [{ DATABASE_POOL_SIZE: '1' }, { databasePoolSize: 1 }],
  [{ DATABASE_POOL_SIZE: '500' }, { databasePoolSize: 500 }],
  [{ DATA_DIR: '/var/lib/credentials' }, { dataDir: '/var/lib/credentials' }],
  [{ ADMIN_EMAIL: 'boss@example.com' }, { adminEmail: 'boss@example.com' }],
  [{ ADMIN_PASSWORD: 'twelve chars' }, { adminPassword: 'twelve chars' }],
  [{ ADMIN_PASSWORD: 'x'.repeat(72) }, { adminPassword: 'x'.repeat(72) }],
  [{ ADMIN_PASSWORD: 'é'.repeat(36) }, { adminPassword: 'é'.repeat(36) }],
  [{ ADMIN_PASSWORD: ' twelve chars ' }, { adminPassword: ' twelve chars ' }],
  [{ DEMO_PASSWORD: 'twelve chars' }, { demoPassword: 'twelve chars' }],
  [{ DEMO_PASSWORD: 'x'.repeat(72) }, { demoPassword: 'x'.repeat(72) }],
  [{ NEXTAUTH_SECRET: 'x'.repeat(32) }, { signInKey: 'x'.repeat(32) }],
  [{ PUBLIC_URL: 'https://credentials.example.com' }, { publicUrl: 'https://credentials.example.com' }],
  [{ PUBLIC_URL: 'https://example.com/' }, { publicUrl: 'https://example.com' }],
  [{ PUBLIC_URL: 'http://localhost:3000' }, { publicUrl: 'http://localhost:3000' }],
  [
    { PUBLIC_URL: 'https://credentials.example.com', HOST: '0.0.0.0', PORT: '80' },
    { publicUrl: 'https://credentials.example.com', host: '0.0.0.0', port: 80 },
  ],
  [{ TRUST_PROXY: '0' }, { trustedProxies: 0 }],
  [{ TRUST_PROXY: '2' }, { trustedProxies: 2 }],
  [{ TRUST_PROXY: '10' }, { trustedProxies: 10 }],
  [{ ALLOW_INSECURE_HTTP: 'true' }, { allowInsecureHttp: true }],
  [{ ALLOW_INSECURE_HTTP: '0' }, { allowInsecureHttp: false }],
  [{ MAX_SESSIONS_PER_CREDENTIAL: '1' }, { maxSessionsPerCredential: 1 }],
  [{ MAX_SESSIONS_PER_CREDENTIAL: '1000000' }, { maxSessionsPerCredential: 1_000_000 }],
  [{ SMTP_URL: 'smtp://mail.example' }, { smtp }],
  [{ SMTP_URL: 'smtp://mail.example:25/' }, { smtp: { ...smtp, port: 25 } }],
  [{ SMTP_URL: 'smtps://mail.example' }, { smtp: { ...smtp, port: 465, isSecure: true } }],
  [
    { SMTP_URL: 'smtp://user%40example.com:p%40ss%3Aword@mail.example' },
    { smtp: { ...smtp, auth: { user: 'user@example.com', pass: 'p@ss:word' } } },
  ],
  [{ SMTP_URL: 'smtp://localhost:1025' }, { smtp: { ...smtp, host: 'localhost', port: 1025, isLocal: true } }],
  [{ SMTP_URL: 'smtp://[::1]:1025' }, { smtp: { ...smtp, host: '::1', port: 1025, isLocal: true } }],
  [{ SMTP_URL: 'smtp://mail.example', SMTP_FROM: 'builder@example.com' }, { smtp: { ...smtp, from: builder } }],
  [
    { SMTP_URL: 'smtp://mail.example', SMTP_FROM: 'Access Team <access@example.com>' },
    { smtp: { ...smtp, from: { name: 'Access Team', address: 'access@example.com' } } },
  ],
  [
    { SMTP_URL: 'smtp://mail.example', PUBLIC_URL: 'https://builder.example.com' },
    { publicUrl: 'https://builder.example.com', smtp: { ...smtp, from: { name: 'Builder', address: 'no-reply@builder.example.com' } } },
  ],
  [
    { SMTP_URL: 'smtp://mail.example', PUBLIC_URL: 'https://10.1.2.3' },
    { publicUrl: 'https://10.1.2.3', smtp },
  ],
  [{ SMTP_FROM: 'builder@example.com' }, {}],
  [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
  [{ LOG_LEVEL: 'trace' }, { logLevel: 'trace' }],
  [{ LOG_LEVEL: 'INFO' }, { logLevel: 'info' }],
  [{ LOG_LEVEL: 'Warn' }, { logLevel: 'warn' }],
])('%j sets %j and nothing else', (env, set) => {
  expect(parseConfig(env)).toEqual({ ...defaults, ...set })
})

describe('an unusable value is refused by the name of its variable and why, never with the value', () => {
  test.each<[Record<string, string>, string]>([
    [{ NODE_ENV: 'staging' }, 'NODE_ENV: Invalid option: expected one of "development"|"production"|"test"'],
    [{ PORT: 'http' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: '-1' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: '0' }, 'PORT: Too small: expected number to be >=1'],
    [{ PORT: '65536' }, 'PORT: Too big: expected number to be <=65535'],
    [{ PORT: '100000' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: '80.5' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: '8e3' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: '0x50' }, 'PORT: must be a number from 1 to 65535'],
    [{ PORT: ' 80' }, 'PORT: must be a number from 1 to 65535'],
    [{ DATABASE_URL: 'mysql://root:hunter2@db/app' }, 'DATABASE_URL: must look like postgres://user:password@host:5432/name'],
    [{ DATABASE_URL: 'root:hunter2' }, 'DATABASE_URL: must look like postgres://user:password@host:5432/name'],
    ...['root:hunter2@a,b/app', 'root:hunter2@a:5432,b:5433/app', 'root:hunter2@/app?host=a,b', 'root:hunter2@db/app?port=5432,5433'].map(
      (rest): [Record<string, string>, string] => [
        { DATABASE_URL: `postgres://${rest}` },
        'DATABASE_URL: names several hosts, of which only one can be used: name the one address that leads to the primary',
      ],
    ),
    [
      { DATABASE_URL: 'postgres://root:hunter2@db/app?target_session_attrs=read-write' },
      'DATABASE_URL: has target_session_attrs, which cannot be used: remove it; a server that is read-only is never used',
    ],
    [{ DATABASE_POOL_SIZE: 'ten' }, 'DATABASE_POOL_SIZE: must be a whole number'],
    [{ DATABASE_POOL_SIZE: '1e2' }, 'DATABASE_POOL_SIZE: must be a whole number'],
    [{ DATABASE_POOL_SIZE: '0' }, 'DATABASE_POOL_SIZE: Too small: expected number to be >=1'],
    [{ DATABASE_POOL_SIZE: '501' }, 'DATABASE_POOL_SIZE: Too big: expected number to be <=500'],
    [{ ADMIN_EMAIL: 'hunter2' }, 'ADMIN_EMAIL: Invalid email address'],
    [{ ADMIN_PASSWORD: 'hunter2' }, 'ADMIN_PASSWORD: needs at least 12 characters'],
    [{ ADMIN_PASSWORD: 'x'.repeat(73) }, 'ADMIN_PASSWORD: has more than 72 bytes, of which bcrypt would ignore the rest'],
    [{ ADMIN_PASSWORD: `${'é'.repeat(36)}x` }, 'ADMIN_PASSWORD: has more than 72 bytes, of which bcrypt would ignore the rest'],
    [{ ADMIN_PASSWORD: 'hunter2'.repeat(11) }, 'ADMIN_PASSWORD: has more than 72 bytes, of which bcrypt would ignore the rest'],
    [{ DEMO_PASSWORD: 'hunter2' }, 'DEMO_PASSWORD: needs at least 12 characters'],
    [{ DEMO_PASSWORD: 'x'.repeat(73) }, 'DEMO_PASSWORD: has more than 72 bytes, of which bcrypt would ignore the rest'],
    [{ NEXTAUTH_SECRET: 'hunter2'.repeat(4) }, 'NEXTAUTH_SECRET: needs at least 32 characters'],
    [{ PUBLIC_URL: 'ftp://hunter2' }, 'PUBLIC_URL: must be an http(s) address'],
    [{ PUBLIC_URL: 'hunter2' }, 'PUBLIC_URL: must be an http(s) address'],
    ...['path', '?a=b', '#f', '//'].map((rest): [Record<string, string>, string] => [
      { PUBLIC_URL: `https://hunter2.example/${rest}` },
      'PUBLIC_URL: must be scheme, host and port only',
    ]),
    [{ PUBLIC_URL: 'https://someone:hunter2@example.com' }, 'PUBLIC_URL: must be scheme, host and port only'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY: must be a number from 0 to 10'],
    [{ TRUST_PROXY: '-1' }, 'TRUST_PROXY: must be a number from 0 to 10'],
    [{ TRUST_PROXY: '1.5' }, 'TRUST_PROXY: must be a number from 0 to 10'],
    [{ TRUST_PROXY: '11' }, 'TRUST_PROXY: must be a number from 0 to 10'],
    [
      { ALLOW_INSECURE_HTTP: 'hunter2' },
      'ALLOW_INSECURE_HTTP: Invalid option: expected one of "true"|"1"|"yes"|"on"|"y"|"enabled"|"false"|"0"|"no"|"off"|"n"|"disabled"',
    ],
    [{ MAX_SESSIONS_PER_CREDENTIAL: 'many' }, 'MAX_SESSIONS_PER_CREDENTIAL: must be a whole number'],
    [{ MAX_SESSIONS_PER_CREDENTIAL: '0' }, 'MAX_SESSIONS_PER_CREDENTIAL: Too small: expected number to be >=1'],
    [{ MAX_SESSIONS_PER_CREDENTIAL: '1000001' }, 'MAX_SESSIONS_PER_CREDENTIAL: Too big: expected number to be <=1000000'],
    ...['https://mail.example:hunter2', 'hunter2', 'mail.example:25'].map((address): [Record<string, string>, string] => [
      { SMTP_URL: address },
      'SMTP_URL: must look like smtp://user:password@host:587 or smtps://…',
    ]),
    ...[
      'smtp://',
      'smtp:///hunter2',
      'smtp://mail.example/hunter2',
      'smtp://mail.example?pass=hunter2',
      'smtp://mail.example#hunter2',
      'smtp://:hunter2@mail.example',
      'smtp://user:hunter2%zz@mail.example',
    ].map((address): [Record<string, string>, string] => [{ SMTP_URL: address }, 'SMTP_URL: must be user, password, host and port only']),
    ...[
      'hunter2',
      'a@b@hunter2',
      'Builder <hunter2>',
      'a@example.com\r\nBcc: hunter2@example.com',
      'a@example.com, hunter2@example.com',
      '"x" <a@b>',
    ].map((text): [Record<string, string>, string] => [{ SMTP_FROM: text }, 'SMTP_FROM: must look like Builder <builder@example.com>']),
    [{ LOG_LEVEL: 'hunter2' }, 'LOG_LEVEL: Invalid option: expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"'],
  ])('%j', (env, message) => {
    expect(messageOf(env)).toBe(message)
    expect(message).not.toContain('hunter2')
  })

  test('all of them at once', () => {
    expect(messageOf({ PORT: 'http', ADMIN_PASSWORD: 'hunter2', TRUST_PROXY: '11' })).toBe(
      'PORT: must be a number from 1 to 65535; ADMIN_PASSWORD: needs at least 12 characters; TRUST_PROXY: must be a number from 0 to 10',
    )
  })
})

describe('config()', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  test('reads the environment once, at first use', async () => {
    vi.resetModules()
    vi.stubEnv('PORT', '4001')
    const { config } = await import('./config')
    vi.stubEnv('PORT', '4002')
    expect(config().port).toBe(4002)
    vi.stubEnv('PORT', '4003')
    expect(config().port).toBe(4002)
    expect(config()).toBe(config())
  })

  test('throws at every use while the environment is unusable', async () => {
    vi.resetModules()
    vi.stubEnv('PORT', 'http')
    const { config } = await import('./config')
    expect(() => config()).toThrow('PORT')
    expect(() => config()).toThrow('PORT')
  })
})
