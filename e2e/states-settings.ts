import { expect, type Page } from '@playwright/test'
import { signIn } from './builder'
import { sql } from './environment'
import { insertCredentials, withoutCredentials } from './sample-credentials'

const settings = '/system-settings/general'
const ben = 'ben@demo.example'

async function form(page: Page) {
  await signIn(page, 'ada@demo.example')
  await page.goto(settings)
  await expect(page.getByRole('form', { name: 'General Settings' })).toBeVisible()
  await page.waitForLoadState('networkidle')
}

/** Gives a person credentials that expire in so many days, with a notice of each. */
export async function insertNotices(email: string, credentials: { name: string; days: number; isRead?: boolean }[]): Promise<void> {
  await insertCredentials(email, credentials)
  await sql(
    `INSERT INTO notices (id, user_id, credential_id, expires_at, days_before, created_at, read_at)
     SELECT gen_random_uuid(), c.owner_id, c.id, c.expires_at, 14, now(), CASE WHEN s."isRead" THEN now() END
     FROM jsonb_to_recordset($2::jsonb) AS s(name text, "isRead" boolean)
     JOIN application_credentials c ON c.name = s.name JOIN users u ON u.id = c.owner_id AND u.email = $1`,
    [email, JSON.stringify(credentials)],
  )
}

async function bell(page: Page, name: string) {
  await signIn(page, ben)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Notices' })).toBeVisible()
}

/** General Settings, and the bell; a part of `states`. */
export const settingsStates = [
  { name: 'settings', open: form },
  {
    name: 'settings-edited',
    open: async (page: Page) => {
      await form(page)
      await page.getByLabel('Maximum credential lifetime in days').fill('30')
      await page.getByRole('button', { name: /^Show (it|them)$/ }).click()
      await expect(page.getByRole('table')).toBeVisible()
    },
  },
  {
    name: 'settings-errors',
    open: async (page: Page) => {
      await form(page)
      await page.getByLabel('Idle Session Timeout in minutes').fill('0')
      await page.getByRole('button', { name: 'Save changes' }).click()
      await expect(page.getByText('Enter whole minutes from 1 to 1440.')).toBeVisible()
    },
  },
  {
    name: 'settings-changed-meanwhile',
    open: async (page: Page) => {
      await form(page)
      await page.getByLabel('Activity retention in days').fill('60')
      await sql('UPDATE settings SET activity_retention_days = 45')
      try {
        await page.getByRole('button', { name: 'Save changes' }).click()
        await expect(page.getByRole('button', { name: 'Take theirs' })).toBeVisible()
      } finally {
        await sql('UPDATE settings SET activity_retention_days = 30')
      }
    },
  },
  {
    name: 'settings-read-only',
    open: async (page: Page) => {
      await signIn(page, 'cleo@demo.example')
      await page.goto(settings)
      await expect(page.getByText('settings:write')).toBeVisible()
    },
  },
  {
    name: 'bell',
    floating: { button: 'Notices, 2 unread', role: 'dialog' as const },
    open: async (page: Page) => {
      await withoutCredentials(ben)
      await insertNotices(ben, [
        { name: 'Month-end report', days: 0 },
        { name: 'Joiner and leaver sync', days: 3 },
        { name: 'Nightly ticket export', days: 12, isRead: true },
      ])
      await bell(page, 'Notices, 2 unread')
    },
  },
  {
    name: 'bell-empty',
    floating: { button: 'Notices', role: 'dialog' as const },
    open: async (page: Page) => {
      await withoutCredentials(ben)
      await bell(page, 'Notices')
    },
  },
]
