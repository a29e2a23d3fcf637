import { expect, type Page, test } from '@playwright/test'
import { signIn } from './builder'
import { sql } from './environment'
import { insertPerson, removeCustomRoles, removePeople, theirPassword } from './sample-roles'

test.afterAll(async () => {
  await removePeople()
  await removeCustomRoles()
})

const chosen = 'a password only I know'

async function open(page: Page, email: string) {
  await signIn(page, email, theirPassword)
  await page.getByRole('link', { name: 'My account' }).click()
  await expect(page.getByRole('heading', { name: 'My account', level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
}

async function fillPasswords(page: Page, current: string, next: string, repeated = next) {
  await page.getByLabel('Current password').fill(current)
  await page.getByLabel('New password', { exact: true }).fill(next)
  await page.getByLabel('New password again').fill(repeated)
  await page.getByRole('button', { name: 'Change password' }).click()
}

test('my name and my time zone, found by typing a part of it', async ({ page }) => {
  const email = await insertPerson('Pat Profile', ['Team Member', 'Viewer'])
  await open(page, email)
  await page.getByLabel('Name').fill('  Pat Renamed ')
  await page.getByRole('combobox', { name: 'Time zone' }).click()
  await page.keyboard.type('tokyo')
  const option = page.getByRole('option', { name: 'Asia/Tokyo' })
  await expect(option).toContainText('GMT+09:00')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expect(page.getByRole('banner').getByText('Pat Renamed')).toBeVisible()
  expect(await sql('SELECT name, time_zone FROM users WHERE email = $1', [email])).toEqual([
    { name: 'Pat Renamed', time_zone: 'Asia/Tokyo' },
  ])
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Tokyo')
  await expect(page.getByText('To change it, ask somebody who manages Service Agents.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Roles' })).toContainText('View tickets · Create and change tickets')
})

test('a new password ends my other sign-ins, and only those', async ({ page, browser }) => {
  const email = await insertPerson('Pat Password', ['Team Member', 'Viewer'])
  const elsewhere = await (await browser.newContext()).newPage()
  await signIn(elsewhere, email, theirPassword)
  await open(page, email)
  await fillPasswords(page, 'not my password', chosen)
  await expect(page.getByText('This is not your current password.')).toBeVisible()
  await expect(page.getByLabel('Current password')).toBeFocused()
  await fillPasswords(page, theirPassword, 'short')
  await expect(page.getByText('Use at least 12 characters.')).toBeVisible()
  await fillPasswords(page, theirPassword, chosen, 'something different')
  await expect(page.getByText('The two are not the same.')).toBeVisible()
  await fillPasswords(page, theirPassword, theirPassword)
  await expect(page.getByText('This is your current password. Choose another one.')).toBeVisible()
  await fillPasswords(page, theirPassword, chosen)
  await expect(page.locator('main').getByText('Password changed. Your other sign-in was ended.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'My account', level: 1 })).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere.getByText('Your sign-in has ended. Sign in again to continue.')).toBeVisible()
  await signIn(elsewhere, email, chosen)
  expect(
    await sql('SELECT after FROM audit_events WHERE action = $1 AND target_name = $2', ['user.password-changed', 'Pat Password']),
  ).toEqual([{ after: { endedSignIns: 1 } }])
})

test.describe('a password that somebody else knows opens nothing but the page where another is chosen', () => {
  const pages = [
    '/',
    '/account',
    '/user-management/application-credentials',
    '/user-management/service-agents?page=2',
    '/user-management/user-roles',
    '/system-settings/general',
    '/administration/audit',
    '/administration/credential-inventory',
  ]

  test('by address, by RSC request, by download and by action; and then the person goes on', async ({ page }) => {
    const email = await insertPerson('Fay First', ['Team Leader', 'Administrator'])
    await signIn(page, email, theirPassword)
    // A page that was open before an administrator set the password still sends its actions.
    await page.goto('/user-management/user-roles')
    await page.waitForLoadState('networkidle')
    await sql('UPDATE users SET must_change_password = true WHERE email = $1', [email])
    await page.getByRole('button', { name: 'New role' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Never made')
    await page.getByRole('button', { name: 'Create role' }).click()
    await expect(page).toHaveURL('/choose-password?next=%2Fuser-management%2Fuser-roles')
    expect(await sql(`SELECT 1 FROM roles WHERE name = 'Never made'`)).toEqual([])

    for (const path of pages) {
      await page.goto(path)
      await expect(page.getByRole('heading', { name: 'Choose a new password', level: 1 }), path).toBeVisible()
      // Leads on to another page and shows nothing of its own.
      if (path === '/') continue
      const rsc = await page.request.get(path, { headers: { rsc: '1' } })
      expect(rsc.headers()['content-type'], path).toContain('text/x-component')
      const text = await rsc.text()
      expect(text, path).toMatch(/choose-password|Choose a new password/)
      expect(text, path).not.toMatch(/ada@demo\.example|Roles and the access options|What Builder knows/)
    }
    const [credential] = await sql<{ id: string }>('SELECT id FROM application_credentials LIMIT 1')
    const download = await page.request.get(`/user-management/application-credentials/${credential?.id}/calls.csv`, { maxRedirects: 0 })
    expect(download.headers().location).toContain('/choose-password')
    expect(await (await page.request.get('/api/auth/session')).json()).not.toHaveProperty('user')

    await page.goto('/user-management/service-agents?page=2')
    await page.waitForLoadState('networkidle')
    await page.getByLabel('Password you were given').fill(theirPassword)
    await page.getByLabel('New password', { exact: true }).fill(theirPassword)
    await page.getByLabel('New password again').fill(theirPassword)
    await page.getByRole('button', { name: 'Choose password' }).click()
    await expect(page.getByText('Choose another one.')).toBeVisible()
    await page.getByLabel('New password', { exact: true }).fill(chosen)
    await page.getByLabel('New password again').fill(chosen)
    await page.getByRole('button', { name: 'Choose password' }).click()
    await expect(page).toHaveURL('/user-management/service-agents?page=2')
    await expect(page.getByRole('heading', { name: 'Service Agents', level: 1 })).toBeVisible()
    // It is no page for anybody else.
    await page.goto('/choose-password?next=/account')
    await expect(page).toHaveURL('/account')
  })

  test('who is not signed in signs in first, and who does not want to signs out', async ({ page }) => {
    const email = await insertPerson('Fay Second', ['Team Member', 'Viewer'], { mustChangePassword: true })
    await page.goto('/choose-password')
    await page.waitForLoadState('networkidle')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(theirPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Choose a new password', level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByText('You have signed out.')).toBeVisible()
  })
})
