import { config as readConfig } from '@/lib/config'
import { openDatabase } from '@/lib/db/open'
import { FolderInUse } from '@/lib/start-error'
import { resetPassword } from '@/lib/users/reset-password'
import { problemSentence } from './messages'

/**
 * `npm run reset-password -- email`: prints a new password for one person, once. Returns the exit code; whatever went wrong is one
 * sentence on standard error.
 */
export async function resetPasswordCommand(words: string[]): Promise<number> {
  const [email, ...more] = words
  if (!email || more.length > 0) return fail('Say whose password to reset: npm run reset-password -- person@example.com')
  try {
    const config = readConfig()
    const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, poolSize: 1, isPatient: false })
    try {
      const reset = await resetPassword(email, new Date())
      if (!reset.ok) return fail(`Nobody has the e-mail address ${printable(email)} (${db.location}). Nothing was changed.`)
      console.log(report(email.trim().toLowerCase(), reset).join('\n'))
      return 0
    } finally {
      await db.close()
    }
  } catch (error) {
    return fail(error instanceof FolderInUse ? inUse(error.folder) : problemSentence(error, 'The password could not be reset'))
  }
}

function report(
  email: string,
  { password, endedSignIns, isDisabled, hasBuilderRole }: Extract<Awaited<ReturnType<typeof resetPassword>>, { ok: true }>,
) {
  return [
    '',
    `  New password for ${email}`,
    `             ${password}`,
    '             (shown only now; it works only to choose another one at sign-in)',
    '',
    `  Sign-ins ended: ${endedSignIns}. Application credentials and their tokens work on.`,
    ...(isDisabled ? ['  The account is disabled: it cannot sign in until somebody enables it under Service Agents.'] : []),
    ...(hasBuilderRole ? [] : ['  The account has no Builder role: it cannot sign in to Builder until somebody gives it one.']),
    '',
  ]
}

const inUse = (folder: string) =>
  `The embedded database in ${folder} is held by another process, probably the running server. Stop the server, run this again, and start it again.`

// What was typed goes back to the terminal; it must not be able to control it.
const printable = (text: string) => JSON.stringify(text.slice(0, 320))

function fail(sentence: string): number {
  console.error(sentence)
  return 1
}
