import { z } from 'zod'
import { mailbox, smtpOf, smtpUrl } from './mail/smtp'
import { maxPasswordBytes } from './users/max-password-bytes'

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 1 to 65535')
  .transform(Number)
  .pipe(z.int().min(1).max(65535))

const password = z
  .string()
  .min(12, 'needs at least 12 characters')
  .refine(
    (text) => Buffer.byteLength(text) <= maxPasswordBytes,
    `has more than ${maxPasswordBytes} bytes, of which bcrypt would ignore the rest`,
  )

const count = (max: number) => z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.int().min(1).max(max))

const databaseUrl = z
  .string()
  // Before it is looked at as a URL, which cannot hold the port of each host.
  .refine((text) => !namesSeveralHosts(text), {
    error: 'names several hosts, of which only one can be used: name the one address that leads to the primary',
    abort: true,
  })
  .pipe(z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/name', abort: true }))
  .refine((text) => !new URL(text).searchParams.has('target_session_attrs'), {
    error: 'has target_session_attrs, which cannot be used: remove it; a server that is read-only is never used',
  })

/** libpq's lists: `postgres://a,b:5433/name`, or `?host=a,b`. A comma in the password is none. */
function namesSeveralHosts(text: string) {
  const [, authority = '', query = ''] = /^[a-z]+:\/\/([^/?#]*)[^?#]*(?:\?([^#]*))?/i.exec(text) ?? []
  const hosts = authority.slice(authority.lastIndexOf('@') + 1)
  const parameters = new URLSearchParams(query)
  return [hosts, parameters.get('host'), parameters.get('port'), parameters.get('hostaddr')].some((it) => it?.includes(','))
}

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: count(500).default(10),
  WEB_CONCURRENCY: count(256).default(1),
  DATA_DIR: z.string().default('./.data'),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: password.optional(),
  DEMO_PASSWORD: password.optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    // RFC 8414 §2: an issuer has neither query nor fragment; and the paths of this server are fixed.
    .refine(
      (address) => !URL.canParse(address) || new URL(address).href === `${new URL(address).origin}/`,
      'must be scheme, host and port only',
    )
    .optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^\d$|^10$/, 'must be a number from 0 to 10')
    .transform(Number)
    .default(0),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
  MAX_SESSIONS_PER_CREDENTIAL: count(1_000_000).default(1_000),
  SMTP_URL: smtpUrl.optional(),
  SMTP_FROM: mailbox.optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']))
    .default('info'),
})

/** Hosts that are no address to open. */
const anyAddress = ['127.0.0.1', '0.0.0.0', '::', '::1']

function addressOf(host: string) {
  if (anyAddress.includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** The environment, parsed and typed. Durations carry their unit in the name. */
export type Config = ReturnType<typeof parseConfig>

/**
 * Turns environment variables into a {@link Config}.
 * @throws {ConfigError} naming every variable that is wrong and why, never its value
 */
export function parseConfig(env: Record<string, string | undefined>) {
  // A variable that is set to nothing counts as not set: that is how many tools clear one.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const parsed = environment.safeParse(set)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const e = parsed.data
  if (e.WEB_CONCURRENCY > 1 && !e.DATABASE_URL) {
    throw new ConfigError('WEB_CONCURRENCY: several processes need PostgreSQL (DATABASE_URL); the embedded database belongs to one')
  }
  const publicUrl = e.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${addressOf(e.HOST)}:${e.PORT}`
  return {
    isProduction: e.NODE_ENV === 'production',
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    /** How many processes share the port. */
    webConcurrency: e.WEB_CONCURRENCY,
    dataDir: e.DATA_DIR,
    adminEmail: e.ADMIN_EMAIL,
    adminPassword: e.ADMIN_PASSWORD,
    demoPassword: e.DEMO_PASSWORD,
    signInKey: e.NEXTAUTH_SECRET,
    /** Where people and programs find this server; also the OAuth issuer. */
    publicUrl,
    trustedProxies: e.TRUST_PROXY,
    allowInsecureHttp: e.ALLOW_INSECURE_HTTP,
    maxSessionsPerCredential: e.MAX_SESSIONS_PER_CREDENTIAL,
    /** Absent: no e-mail is sent. */
    smtp: e.SMTP_URL && smtpOf(e.SMTP_URL, e.SMTP_FROM, publicUrl),
    logLevel: e.LOG_LEVEL,
  }
}

/** A setting in the environment is unusable; the message says which and why. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

let current: Config | undefined

/** This process's configuration, read at first use. */
export function config(): Config {
  current ??= parseConfig(process.env)
  return current
}
