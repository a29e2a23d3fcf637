import { type Config, ConfigError } from '@/lib/config'
import { errorCodes } from '@/lib/db/error-codes'
import { asError } from '@/lib/db/pglite-error'
import { diskFullCodes, StartError } from '@/lib/start-error'
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

/** The system's or PostgreSQL's code, and the rest of the sentence. */
const knownProblems: [codes: string[], words: string][] = [
  [[...diskFullCodes, '53100'], 'the disk is full. Free some space and try again.'],
  [['EMFILE', 'ENFILE'], 'too many files are open. Raise the limit (ulimit -n) and try again.'],
  [['53300', 'P2037'], 'PostgreSQL has no connection free. Close others or raise its limit (max_connections), and try again.'],
  [['25006'], 'the database is read-only. Point DATABASE_URL at the primary and try again.'],
]

/** One sentence that says why something went wrong and what to do, never a stack trace; of an unexpected `error` it says `what` failed. */
export function problemSentence(error: unknown, what: string): string {
  if (error instanceof StartError) return error.message
  if (error instanceof ConfigError) return `The environment is not usable: ${error.message}. Correct it and start again.`
  const codes = errorCodes(error)
  const known = knownProblems.find(([ofProblem]) => ofProblem.some((code) => codes.includes(code)))
  return `${what}: ${known ? known[1] : reasonOf(error).slice(0, 300)}`
}

/** The line that says most. Prisma begins with the call that failed, shows where it stands, and comes to the reason at the end. */
function reasonOf(error: unknown) {
  const { name, message } = asError(error)
  const lines = message.split('\n').filter((line) => line.trim() !== '')
  return (name.startsWith('PrismaClient') ? lines.at(-1) : lines[0])?.trim() ?? 'unknown error'
}
