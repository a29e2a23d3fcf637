import { expect, test } from '@playwright/test'
import { act, closeAndLose, readKey, signIn } from './builder'
import { sql } from './environment'
import { withoutCredentials } from './sample-credentials'

const cleo = 'cleo@demo.example'
const setZone = (zone: string) => sql('UPDATE users SET time_zone = $2 WHERE email = $1', [cleo, zone])
const stored = async () =>
  (
    await sql<{ last: string; zone: string; at: string }>(
      `SELECT expires_on AS last, expires_zone AS zone, to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS at
       FROM application_credentials c JOIN users u ON u.id = c.owner_id WHERE u.email = $1`,
      [cleo],
    )
  )[0]

// The browser stands in Kolkata; the owner's profile says Vancouver, where the day ends thirteen and a half hours later.
test.use({ timezoneId: 'Asia/Kolkata' })

test('31 Dec in Vancouver stays 31 Dec seen from Kolkata, after a rename and after the profile moved to Kolkata', async ({ page }) => {
  const year = new Date().getUTCFullYear() + 1
  const expected = { last: `${year}-12-31`, zone: 'America/Vancouver', at: `${year + 1}-01-01 08:00` }
  const text = `31 Dec ${year}, end of day (America/Vancouver)`
  await withoutCredentials(cleo)
  const [before] = await sql<{ zone: string }>('SELECT time_zone AS zone FROM users WHERE email = $1', [cleo])
  await setZone('America/Vancouver')
  try {
    await signIn(page, cleo)
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: 'New credential' }).click()
    const popup = page.getByRole('dialog', { name: 'New application credential' })
    await popup.getByLabel('Name').fill('Year end')
    await popup.getByRole('spinbutton').first().click()
    await page.keyboard.type(`3112${year}`)
    await expect(popup.getByText(`until the end of 31 Dec ${year} (America/Vancouver)`)).toBeVisible()
    await popup.getByRole('button', { name: 'Generate key' }).click()
    await readKey(page)
    await closeAndLose(page)
    await expect(page.getByRole('row', { name: /Year end/ })).toContainText(text)
    expect(await stored()).toEqual(expected)

    await setZone('Asia/Kolkata')
    await page.reload()
    await expect(page.getByRole('row', { name: /Year end/ })).toContainText(text)
    await act(page, 'Year end', 'Edit')
    await page.getByRole('dialog').getByLabel('Name').fill('Year end, renamed')
    await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('row', { name: /Year end, renamed/ })).toContainText(text)
    expect(await stored()).toEqual(expected)
  } finally {
    await setZone(before?.zone ?? 'Europe/London')
  }
})
