import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { act, closeAndLose, generateKey, readKey, screen, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { serverLog, sql } from './environment'

test('after the one-time view is closed the secret is nowhere: page, payloads, storage, database, log', async ({ page }) => {
  const payloads: string[] = []
  await signIn(page, 'cleo@demo.example')
  const first = await generateKey(page, 'Nowhere')
  await closeAndLose(page)
  await act(page, 'Nowhere', 'Generate new secret key')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Generate new secret key' }).click()
  const second = await readKey(page)
  await closeAndLose(page)
  const token = await tokenByOpenidClient(second)
  expect((await call(token, `/api/v1/me?access_token=${token}`)).status).toBe(200)

  page.on('response', async (response) => payloads.push(response.url(), await response.text().catch(() => '')))
  const open = await page.content()
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]),
  )
  await page.reload()
  await page.goto('/')
  await page.goto(screen)
  await act(page, 'Nowhere', 'Edit')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(payloads.length).toBeGreaterThan(4)
  const tables = await sql<{ name: string }>("SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'")
  const rows = await Promise.all(tables.map(({ name }) => sql<{ all: string }>(`SELECT string_agg(t::text, '\n') AS all FROM ${name} t`)))
  // The token was in use: its activity has been written by now, or will be within a second.
  await page.waitForTimeout(1_500)
  const log = await readFile(serverLog, 'utf8')
  expect(log).not.toBe('')
  const everything = [open, stored, await page.content(), ...payloads, JSON.stringify(rows), log].join('\n')
  for (const secret of [first.secret, second.secret, token]) expect(everything.includes(secret)).toBe(false)
})
