import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { SMTPServer } from 'smtp-server'
import { screen, signIn } from './builder'
import { databaseUrl, sql } from './environment'
import { startProduct, stop, untilPrinted } from './processes'
import { insertCredentials, withoutCredentials } from './sample-credentials'
import { insertNotices } from './states-settings'

const cleo = 'cleo@demo.example'
const bell = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const notices = (page: Page) => page.getByRole('dialog', { name: 'Notices' })

test.beforeEach(() => withoutCredentials(cleo))
test.afterAll(() => withoutCredentials(cleo))

test('the bell counts what is unread; a notice leads to its credential and is read then', async ({ page }) => {
  await insertNotices(cleo, [
    { name: 'Joiner and leaver sync', days: 3 },
    { name: 'Month-end report', days: 1 },
    { name: 'Wallboard', days: 12, isRead: true },
  ])
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  await bell(page, 'Notices, 2 unread').click()
  expect(await notices(page).getByRole('link').allTextContents()).toEqual([
    expect.stringMatching(/^Unread: Month-end report expires tomorrow, on \d+ \w+ \d{4}$/),
    expect.stringMatching(/^Unread: Joiner and leaver sync expires in 3 days, on \d+ \w+ \d{4}$/),
    expect.stringMatching(/^Wallboard expires in 12 days, on \d+ \w+ \d{4}$/),
  ])
  await notices(page)
    .getByRole('link', { name: /Month-end report/ })
    .click()
  await expect(page).toHaveURL(/application-credentials\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('dialog').getByRole('heading', { name: /Month-end report/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bell(page, 'Notices, 1 unread')).toBeVisible()
  const unread = () =>
    sql('SELECT count(*)::int AS n FROM notices n JOIN users u ON u.id = n.user_id WHERE u.email = $1 AND read_at IS NULL', [cleo])
  await expect.poll(unread).toEqual([{ n: 1 }])
})

test('all are marked as read at once, by keyboard, and stay so', async ({ page }) => {
  await insertNotices(cleo, [
    { name: 'Joiner and leaver sync', days: 3 },
    { name: 'Month-end report', days: 1 },
  ])
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  await bell(page, 'Notices, 2 unread').focus()
  await page.keyboard.press('Enter')
  await notices(page).getByRole('button', { name: 'Mark all as read' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('All notices are read')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(bell(page, 'Notices')).toBeFocused()
  await page.reload()
  await expect(bell(page, 'Notices')).toBeVisible()
})

test('a new notice is announced while the page is open; one of an extended or deleted credential is gone', async ({ page }) => {
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  await bell(page, 'Notices').click()
  await expect(notices(page).getByText('No notices.')).toBeVisible()
  await page.keyboard.press('Escape')
  const look = () => page.evaluate(() => dispatchEvent(new Event('focus')))
  await insertNotices(cleo, [{ name: 'Joiner and leaver sync', days: 3 }])
  await look()
  await expect(page.getByText(/^New notice: Joiner and leaver sync expires in 3 days, on /)).toBeAttached()
  await expect(bell(page, 'Notices, 1 unread')).toBeVisible()
  await sql("UPDATE application_credentials SET expires_at = expires_at + interval '30 days' WHERE name = 'Joiner and leaver sync'")
  await look()
  await expect(bell(page, 'Notices')).toBeVisible()
  await insertNotices(cleo, [{ name: 'Wallboard', days: 3 }])
  await look()
  await expect(bell(page, 'Notices, 1 unread')).toBeVisible()
  await withoutCredentials(cleo)
  await look()
  await expect(bell(page, 'Notices')).toBeVisible()
})

test('an open page that asks for notices does not keep its sign-in alive', async ({ page }) => {
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  const lastUse = () =>
    sql<{ at: Date }>('SELECT max(s.last_used_at) AS at FROM sign_ins s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [cleo])
  const before = await lastUse()
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  expect((await answered).status()).toBe(200)
  expect(await lastUse()).toEqual(before)
  await page.goto(screen)
  expect(await lastUse()).not.toEqual(before)
})

test('14, 3 and 1 day before expiry: within a minute a notice in Builder and one e-mail, with two more processes on the database', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const received: string[] = []
  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, callback) {
      stream.resume()
      stream.on('end', () => {
        received.push(...envelope.rcptTo.map(({ address }) => address))
        callback()
      })
    },
  })
  mail.listen(0, '127.0.0.1')
  await once(mail.server, 'listening')
  const SMTP_URL = `smtp://127.0.0.1:${(mail.server.address() as AddressInfo).port}`
  const processes = [3246, 3247].map((port) => startProduct(port, { DATABASE_URL: databaseUrl, SMTP_URL }))
  try {
    await Promise.all(processes.map((started) => untilPrinted(started, 'is ready')))
    await insertCredentials(cleo, [{ name: 'Joiner and leaver sync', days: 3 }])
    await sql("UPDATE application_credentials SET created_at = now() - interval '90 days' WHERE name = 'Joiner and leaver sync'")
    await signIn(page, cleo)
    await expect(async () => {
      await page.evaluate(() => dispatchEvent(new Event('focus')))
      await expect(bell(page, 'Notices, 1 unread')).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 65_000 })
    await expect.poll(() => received, { timeout: 70_000 }).toEqual([cleo])
    expect(
      await sql('SELECT days_before, emailed_at IS NOT NULL AS emailed FROM notices n JOIN users u ON u.id = user_id WHERE email = $1', [
        cleo,
      ]),
    ).toEqual([{ days_before: 3, emailed: true }])
  } finally {
    expect(await Promise.all(processes.map(stop))).toEqual([0, 0])
    mail.close()
  }
  expect(received).toEqual([cleo])
})
