import { z } from 'zod'

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/name' })
    .optional()
    .or(z.literal('').transform(() => undefined)),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  DATA_DIR: z.string().min(1).default('./.data'),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(12, 'needs at least 12 characters').optional(),
  DEMO_PASSWORD: z.string().min(12, 'needs at least 12 characters').optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional()
    .or(z.literal('').transform(() => undefined)),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
  MAX_SESSIONS_PER_CREDENTIAL: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** Hosts that are no address to open. */
const anyAddress = ['127.0.0.1', '0.0.0.0', '::', '::1']

/** The environment, parsed and typed. Durations carry their unit in the name. */
export type Config = ReturnType<typeof parseConfig>

/**
 * Turns environment variables into a {@link Config}.
 * @throws {ConfigError} naming every variable that is wrong and why, never its value
 */
export function parseConfig(env: Record<string, string | undefined>) {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const e = parsed.data
  return {
    isProduction: e.NODE_ENV === 'production',
    host: e.HOST,
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    dataDir: e.DATA_DIR,
    adminEmail: e.ADMIN_EMAIL,
    adminPassword: e.ADMIN_PASSWORD,
    demoPassword: e.DEMO_PASSWORD,
    signInKey: e.NEXTAUTH_SECRET,
    /** Where people and programs find this server; also the OAuth issuer. */
    publicUrl: e.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${anyAddress.includes(e.HOST) ? 'localhost' : e.HOST}:${e.PORT}`,
    trustedProxies: e.TRUST_PROXY,
    allowInsecureHttp: e.ALLOW_INSECURE_HTTP,
    maxSessionsPerCredential: e.MAX_SESSIONS_PER_CREDENTIAL,
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
