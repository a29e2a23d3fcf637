import { expect, test } from '@playwright/test'
import { act, closeAndLose, generateKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { baseUrl, sql } from './environment'

test('a second user sees and can touch nothing of the first', async ({ browser }) => {
  const ben = await (await browser.newContext()).newPage()
  const cleo = await (await browser.newContext()).newPage()
  await signIn(ben, 'ben@demo.example')
  const key = await generateKey(ben, 'Only Ben’s', { operational: 'Team Leader', builder: 'User Manager' })
  await closeAndLose(ben)
  const token = await tokenByOpenidClient(key)

  await signIn(cleo, 'cleo@demo.example')
  await generateKey(cleo, 'Cleo’s own')
  await closeAndLose(cleo)
  expect(await cleo.content()).not.toContain(key.clientId)
  await expect(cleo.getByText('Only Ben’s')).toHaveCount(0)

  // Cleo's own browser sends each action for a credential of hers; on the way its id is replaced by Ben's.
  const [bens] = await sql<{ id: string }>('SELECT id FROM application_credentials WHERE client_id = $1', [key.clientId])
  const [cleos] = await sql<{ id: string }>("SELECT id FROM application_credentials WHERE name = 'Cleo’s own'")
  const before = await sql('SELECT * FROM application_credentials WHERE id = $1', [bens?.id])
  let forged = 0
  await cleo.route('**/*', async (route, request) => {
    const body = request.method() === 'POST' ? request.postData() : null
    if (!body?.includes(cleos?.id ?? 'missing')) return route.continue()
    forged++
    return route.continue({ postData: body.replaceAll(cleos?.id ?? '', bens?.id ?? '') })
  })
  await act(cleo, 'Cleo’s own', 'Edit')
  await cleo.getByRole('dialog').getByLabel('Name').fill('Taken over')
  await cleo.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(cleo.getByRole('dialog').getByRole('alert')).toBeVisible()
  await cleo.reload()
  await act(cleo, 'Cleo’s own', 'Generate new secret key')
  await cleo.getByRole('alertdialog').getByRole('button', { name: 'Generate new secret key' }).click()
  await expect(cleo.getByRole('alertdialog').getByRole('alert')).toBeVisible()
  await cleo.reload()
  await act(cleo, 'Cleo’s own', 'Delete')
  // Nothing is told of how Ben's is used either, so that the name has to be typed.
  await expect(cleo.getByText('How it is used could not be found out.')).toBeVisible()
  await cleo.getByLabel('Type the credential’s name to confirm').fill('Cleo’s own')
  await cleo.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  // Edit, and for the other two also the question how the credential is used.
  await expect.poll(() => forged).toBe(5)
  await cleo.waitForLoadState('networkidle')
  const after = await sql('SELECT * FROM application_credentials WHERE id = $1', [bens?.id])
  expect({ ...after[0], last_used_at: null }).toEqual({ ...before[0], last_used_at: null })
  expect((await call(token)).status).toBe(200)
})

test('people without a Builder role cannot sign in to Builder and are told so', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill('dan@demo.example')
  await page.getByLabel('Password').fill('demo-password-for-tests')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Builder role' })).toBeVisible()
})

test('unknown e-mail and wrong password look the same', async ({ page }) => {
  const texts: string[] = []
  for (const email of ['nobody@demo.example', 'ada@demo.example']) {
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('wrong password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    texts.push(
      (await page
        .getByRole('alert')
        .filter({ hasText: /password/i })
        .textContent()) ?? 'nothing said',
    )
  }
  expect(texts[0]).toBe(texts[1])
  expect(page.url()).not.toContain('password=')
})

test('an action without a sign-in, or from another origin, changes nothing', async ({ page }) => {
  await signIn(page, 'ben@demo.example')
  const request = page.waitForRequest((sent) => sent.method() === 'POST' && Boolean(sent.headers()['next-action']))
  await generateKey(page, 'Replayed', { operational: 'Team Leader' })
  const sent = await request
  await closeAndLose(page)
  const count = async () => (await sql<{ n: string }>('SELECT count(*) AS n FROM application_credentials'))[0]?.n
  const before = await count()
  const body = sent.postData()?.replace('Replayed', 'Forged') ?? ''
  const { cookie, ...headers } = await sent.allHeaders()
  const replay = (changed: Record<string, string>) => {
    const kept = Object.entries({ ...headers, ...changed }).filter(
      ([name, value]) => value !== '' && !name.startsWith(':') && name !== 'content-length',
    )
    return fetch(`${baseUrl}/user-management/application-credentials`, { method: 'POST', headers: Object.fromEntries(kept), body })
  }
  await replay({})
  await replay({ cookie: cookie ?? '', origin: 'https://evil.example' })
  await replay({ cookie: cookie ?? '', origin: '' })
  expect(await count()).toBe(before)
  await replay({ cookie: cookie ?? '', origin: baseUrl })
  expect(Number(await count())).toBe(Number(before) + 1)
})
