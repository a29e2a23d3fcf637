import { expect, type Page, test } from '@playwright/test'
import { signIn } from './builder'
import { databaseUrl, sql } from './environment'
import { start, startProduct, stop, temporaryFolder, untilPrinted } from './processes'
import { insertPerson, removePeople, theirPassword } from './sample-roles'

test.afterAll(removePeople)

const chosen = 'a password only I know'

function resetPassword(env: Record<string, string>, ...words: string[]) {
  return start(process.execPath, ['scripts/reset-password.mjs', ...words], 3245, env)
}

const printedPassword = (output: string) => /New password for \S+\n +(\S+)\n/.exec(output)?.[1] ?? ''

async function submitSignIn(page: Page, address: string, email: string, password: string) {
  await page.goto(`${address}/sign-in`)
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs in with a password somebody else knows and chooses another one. */
async function chooseOwn(page: Page, address: string, email: string, given: string, own: string) {
  await submitSignIn(page, address, email, given)
  await expect(page.getByRole('heading', { name: 'Choose a new password', level: 1 })).toBeVisible({ timeout: 15_000 })
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Password you were given').fill(given)
  await page.getByLabel('New password', { exact: true }).fill(own)
  await page.getByLabel('New password again').fill(own)
  await page.getByRole('button', { name: 'Choose password' }).click()
  await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible({ timeout: 15_000 })
}

test('on PostgreSQL, while the server runs: the person’s sign-ins end, the printed password works to choose another', async ({ page }) => {
  const email = await insertPerson('Lou Lost', ['Team Member', 'Viewer'])
  await signIn(page, email, theirPassword)
  const command = start('npm', ['run', 'reset-password', '--', email.toUpperCase()], 3245, { DATABASE_URL: databaseUrl })
  expect(await command.exited, command.output()).toBe(0)
  expect(command.output()).toContain(`New password for ${email}`)
  expect(command.output()).toContain('Sign-ins ended: 1. Application credentials and their tokens work on.')
  await page.reload()
  await expect(page.getByText('Your sign-in has ended. Sign in again to continue.')).toBeVisible()
  await submitSignIn(page, '', email, theirPassword)
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible()
  await chooseOwn(page, '', email, printedPassword(command.output()), chosen)
  const events = await sql(
    `SELECT actor_name, action, after FROM audit_events WHERE target_name = 'Lou Lost' AND action LIKE 'user.%' ORDER BY id`,
  )
  expect(events.slice(0, 1)).toEqual([{ actor_name: 'Server', action: 'user.password-reset', after: { endedSignIns: 1 } }])
})

test('it says what else keeps the person out', async () => {
  const email = await insertPerson('Lou Disabled', ['Team Member'])
  await sql('UPDATE users SET disabled_at = now() WHERE email = $1', [email])
  const command = resetPassword({ DATABASE_URL: databaseUrl }, email)
  expect(await command.exited, command.output()).toBe(0)
  expect(command.output()).toContain('The account is disabled')
  expect(command.output()).toContain('The account has no Builder role')
})

test.describe('one sentence and exit code 1', () => {
  const failures: [name: string, words: string[], env: Record<string, string>, sentence: RegExp][] = [
    ['nobody named', [], {}, /^Say whose password to reset: npm run reset-password -- person@example\.com$/],
    ['too many named', ['a@x.example', 'b@x.example'], {}, /^Say whose password to reset/],
    [
      'unknown, without telling who is known',
      ['nobody@x.example'],
      { DATABASE_URL: databaseUrl },
      /^Nobody has the e-mail address "nobody@x\.example" \(PostgreSQL at .+\)\. Nothing was changed\.$/,
    ],
    [
      'database unreachable',
      ['nobody@x.example'],
      { DATABASE_URL: 'postgres://someone:s3cret-word@127.0.0.1:9/none' },
      /^The database at 127\.0\.0\.1:9\/none cannot be reached/,
    ],
  ]
  for (const [name, words, env, sentence] of failures) {
    test(name, async () => {
      const command = resetPassword({ DATA_DIR: temporaryFolder(), ...env }, ...words)
      expect(await command.exited).toBe(1)
      expect(command.output().trim()).toMatch(sentence)
      expect(command.output()).not.toContain('s3cret-word')
    })
  }
})

test('on the embedded database: from the printed password to a lost one, and a running server says that it holds the folder', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const DATA_DIR = temporaryFolder()
  const first = startProduct(3241, { DATA_DIR })
  await untilPrinted(first, 'you choose your own when you sign in')
  await untilPrinted(first, DATA_DIR)
  const [, email = '', given = ''] = /Sign in +(\S+)\n +with the password (\S+)\n/.exec(first.output()) ?? []
  await chooseOwn(page, first.url, email, given, chosen)

  const startedAt = Date.now()
  const refused = resetPassword({ DATA_DIR }, email)
  expect(await refused.exited).toBe(1)
  // At once: the holder is seen to be alive.
  expect(refused.output()).not.toContain('Waiting')
  expect(Date.now() - startedAt).toBeLessThan(15_000)
  expect(refused.output()).toContain(
    `The embedded database in ${DATA_DIR} is held by another process, probably the running server. Stop the server, run this again, and start it again.`,
  )
  expect(refused.output()).not.toContain('New password')
  expect(await stop(first)).toBe(0)

  const command = resetPassword({ DATA_DIR }, email)
  expect(await command.exited, command.output()).toBe(0)
  const second = startProduct(3242, { DATA_DIR })
  await untilPrinted(second, 'is ready')
  await submitSignIn(page, second.url, email, chosen)
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible()
  await chooseOwn(page, second.url, email, printedPassword(command.output()), 'yet another password')
  expect(await stop(second)).toBe(0)
})
