import { expect, test } from '@playwright/test'
import { agentsScreen, agentRow as row } from './agents'
import { signIn } from './builder'
import { sql } from './environment'
import { insertPeople, removePeople } from './people'

const amy = { email: 'amy@lists.example', name: 'Amy Lister', roles: ['Team Leader', 'Team Member', 'Administrator'] }
const bob = { email: 'bob@lists.example', name: 'Bob Listed', roles: ['Team Leader', 'Team Member', 'Viewer'] }

test.beforeEach(() => insertPeople([amy, bob]))
test.afterAll(() => removePeople([amy.email, bob.email]))

test('10 000 users: sorted, searched and paged on the server, the state in the address', async ({ page }) => {
  test.slow()
  await sql(
    `INSERT INTO users (id, email, name, password_hash)
     SELECT gen_random_uuid(), 'crowd' || lpad(n::text, 5, '0') || '@crowd.example', 'Crowd ' || lpad((n % 1000)::text, 4, '0'), 'none'
     FROM generate_series(1, 10000) n`,
  )
  try {
    await signIn(page, amy.email)
    await page.goto(`${agentsScreen}?search=CROWD&sort=-email&page=400`)
    await expect(page.getByText('9976–10000 of 10000')).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(26)
    await expect(page.getByRole('row').last()).toContainText('crowd00001@crowd.example')
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: 'Previous page' }).click()
    await expect(page.getByText('9951–9975 of 10000')).toBeVisible()
    await expect(page).toHaveURL(/page=399/)
    await page.getByRole('button', { name: 'Name', exact: true }).click()
    await expect(page.getByText('1–25 of 10000')).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
    await page.getByRole('searchbox', { name: 'Search' }).fill('crowd_0001')
    await expect(page.getByText('No service agent matches')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search' }).fill('crowd00001@')
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(page).toHaveURL(/search=crowd00001%40/)
    await page.reload()
    await expect(page.getByRole('row')).toHaveCount(2)
  } finally {
    await sql("DELETE FROM users WHERE email LIKE '%@crowd.example'")
  }
})

test('people who may only look see no way to change anything', async ({ page }) => {
  await signIn(page, bob.email)
  await page.goto(`${agentsScreen}?search=lists.example`)
  await expect(row(page, amy.name)).toBeVisible()
  await expect(page.getByRole('button', { name: 'New service agent' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^(Actions for|Why) / })).toHaveCount(0)
})

test('somebody is disabled elsewhere while their menu is open: it offers "Enable" as soon as the list knows', async ({ page }) => {
  await signIn(page, amy.email)
  await page.goto(`${agentsScreen}?search=lists.example`)
  await page.waitForLoadState('networkidle')
  let answer = () => {}
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/search=Bob/, async (route) => {
    await isAnswered
    await route.continue()
  })
  await page.getByRole('searchbox', { name: 'Search' }).fill('Bob')
  await page.getByRole('button', { name: `Actions for ${bob.name}` }).click()
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeVisible()
  await sql('UPDATE users SET disabled_at = now() WHERE email = $1', [bob.email])
  answer()
  await expect(page.getByRole('menuitem', { name: 'Enable' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(row(page, bob.name)).toContainText('Disabled')
})
