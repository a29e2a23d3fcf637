import { type Config, ConfigError } from '@/lib/config'
import { StartError } from '@/lib/start-error'
import type { FirstUsers, Prepared } from './prepare'

/** Prints what the operator needs, once, on standard output: the only place a generated password ever appears. */
export function printBlock(config: Config, { db }: Prepared, { administrator, demo }: FirstUsers, demoAsked = false): void {
  const lines = [
    '',
    '  Application Credentials is ready.',
    '',
    `  Open       ${config.publicUrl}`,
    ...signInLines(administrator, demo),
    `  Data       ${db.location}`,
  ]
  if (config.webConcurrency > 1) lines.push(`  Processes  ${config.webConcurrency}`)
  if (db.embedded) lines.push('  PostgreSQL set DATABASE_URL=postgres://user:password@host:5432/name and start again')
  if (demoAsked && !demo) lines.push('', '  --demo changed nothing: this database already has users.')
  console.log(`${lines.join('\n')}\n`)
}

function signInLines(administrator: FirstUsers['administrator'], demo: FirstUsers['demo']) {
  if (demo) {
    const password = demo.password
      ? [`             with the password ${demo.password}`, '             (shown only now)']
      : ['             with the password in DEMO_PASSWORD']
    return [`  Sign in    ${demo.people[0]} (Administrator), ${demo.people.slice(1, 3).join(', ')}`, ...password]
  }
  if (!administrator) return ['  Sign in    with your account']
  if (administrator.password) {
    return [
      `  Sign in    ${administrator.email}`,
      `             with the password ${administrator.password}`,
      '             (shown only now; you choose your own when you sign in)',
    ]
  }
  return [`  Sign in    ${administrator.email}, with the password in ADMIN_PASSWORD`]
}

/** One sentence that says why something went wrong and what to do, never a stack trace; of an unexpected `error` it says `what` failed. */
export function problemSentence(error: unknown, what: string): string {
  if (error instanceof StartError) return error.message
  if (error instanceof ConfigError) return `The environment is not usable: ${error.message}. Correct it and start again.`
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `${what}: the disk is full. Free some space and try again.`
  const firstLine = (message ?? String(error)).split('\n').find((line) => line.trim() !== '') ?? 'unknown error'
  return `${what}: ${firstLine.trim().slice(0, 300)}`
}
