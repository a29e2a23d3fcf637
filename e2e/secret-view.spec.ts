import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { act, closeAndLose, generateKey, type ShownKey, screen, signIn } from './builder'
import { call, runInPostman, tokenByOpenidClient } from './clients'
import { baseUrl, demoPassword, required } from './environment'
import { withoutCredentials } from './sample-credentials'

const run = promisify(execFile)
const cleo = 'cleo@demo.example'
const view = (page: Page) => page.getByRole('dialog', { name: 'Copy your secret key now' })
const loseAlert = (page: Page) => page.getByRole('alertdialog', { name: 'You have not copied the secret key' })
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
let key: ShownKey

async function shown(page: Page, context: BrowserContext, name = `View ${Date.now()}`) {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseUrl })
  await signIn(page, cleo)
  key = await generateKey(page, name)
}

test.beforeEach(() => withoutCredentials(cleo))

test.describe('leaving before the secret is saved loses nothing silently', () => {
  test.beforeEach(({ page, context }) => shown(page, context))

  const ways: [string, (page: Page) => Promise<unknown>][] = [
    ['Escape', (page) => page.keyboard.press('Escape')],
    ['the close button', (page) => view(page).getByRole('button', { name: 'Close' }).click()],
    ['Done', (page) => view(page).getByRole('button', { name: 'Done' }).click()],
    ['Back', (page) => page.evaluate(() => history.back())],
  ]
  for (const [way, leave] of ways) {
    test(`${way} asks; Go back has focus and keeps everything; Close and lose secret closes`, async ({ page }) => {
      await leave(page)
      await expect(loseAlert(page).getByRole('button', { name: 'Go back' })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(loseAlert(page)).toHaveCount(0)
      await expect(view(page)).toContainText(key.secret)
      // The alert gives focus back as it fades; before that a key goes nowhere.
      await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
      await leave(page)
      await loseAlert(page).getByRole('button', { name: 'Close and lose secret' }).click()
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(page).toHaveURL(new RegExp(`${screen}$`))
      expect(await page.content()).not.toContain(key.secret)
    })
  }

  test('clicking outside does nothing', async ({ page }) => {
    await page.mouse.click(5, 400)
    await page.mouse.click(640, 5)
    await expect(loseAlert(page)).toHaveCount(0)
    await expect(view(page)).toContainText(key.secret)
  })

  test('reload and closing the tab ask first', async ({ page }) => {
    const asked = page.waitForEvent('dialog')
    await page.evaluate(() => void setTimeout(() => location.reload()))
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await expect(view(page)).toContainText(key.secret)
  })
})

test('a confirmed copy counts as saved: what is on the clipboard is the secret and nothing else', async ({ page, context }) => {
  await shown(page, context)
  await view(page).getByRole('button', { name: 'Copy Client ID' }).click()
  expect(await clipboard(page)).toBe(key.clientId)
  await expect(view(page)).toContainText('Secret key not saved yet.')
  await view(page).getByRole('button', { name: 'Copy Secret Key' }).click()
  await expect(page.getByText('Secret key copied')).toBeAttached()
  expect(await clipboard(page)).toBe(key.secret)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('Copy both, and a native copy of the revealed secret, count as well', async ({ page, context }) => {
  await shown(page, context)
  await view(page).getByRole('button', { name: 'Copy both' }).click()
  expect(await clipboard(page)).toBe(`Client ID: ${key.clientId}\nSecret Key: ${key.secret}`)
  await expect(view(page)).toContainText('Secret key saved.')
  await view(page).getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  key = await generateKey(page, 'Copied by hand')
  await view(page).locator('[data-secret]').click({ clickCount: 3 })
  await page.keyboard.press('Control+c')
  expect(await clipboard(page)).toBe(key.secret)
  await expect(view(page)).toContainText('Secret key saved.')
})

test('the secret is masked when the tab hides, absent from print, and gone after pagehide', async ({ page, context }) => {
  await shown(page, context)
  const secret = view(page).locator('[data-secret]')
  await expect(secret).toHaveAttribute('translate', 'no')
  await expect(secret).toHaveAttribute('spellcheck', 'false')
  await page.emulateMedia({ media: 'print' })
  await expect(secret).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(secret).toHaveCount(0)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
  await expect(view(page)).toContainText('Cleared when you left the page')
  expect(await page.content()).not.toContain(key.secret)
})

test('Waiting for the first token… turns to Received', async ({ page, context }) => {
  await shown(page, context)
  await expect(view(page).getByRole('status').filter({ hasText: 'Waiting for the first token…' })).toBeVisible()
  await tokenByOpenidClient(key)
  await expect(view(page).getByRole('status').filter({ hasText: 'Received' })).toBeVisible()
  await view(page).getByRole('button', { name: 'Copy both' }).click()
  await view(page).getByRole('button', { name: 'Done' }).click()
  await act(page, (await page.getByRole('rowheader').first().textContent()) ?? '', 'Generate new secret key')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Generate new secret key' }).click()
  await expect(view(page).getByText('Waiting for the first token…')).toBeVisible()
})

test('nobody is asked about tokens any more once the view is closed or the tab hidden', async ({ page, context }) => {
  await shown(page, context)
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.postData()?.includes(key.clientId)) asked++
  })
  await expect.poll(() => asked).toBeGreaterThan(0)
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }))
  await page.waitForTimeout(500)
  const whenHidden = asked
  await page.waitForTimeout(5_000)
  expect(asked).toBe(whenHidden)
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: false, configurable: true }))
  await expect.poll(() => asked).toBeGreaterThan(whenHidden)
  await closeAndLose(page)
  const whenClosed = asked
  await page.waitForTimeout(5_000)
  expect(asked).toBe(whenClosed)
})

test.describe('downloads, for a name meant to do harm', () => {
  const name = `'"\`$(touch pwned)\`touch pwned\`;touch pwned;#<script>alert(1)</script>\u202e{{x}}`
  let folder: string
  test.beforeEach(async ({ page, context }) => {
    folder = await mkdtemp(join(tmpdir(), 'downloads-'))
    await shown(page, context, name)
  })
  test.afterEach(() => rm(folder, { recursive: true }))

  async function download(page: Page, item: string) {
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
    expect(file.suggestedFilename()).toMatch(/^[a-z0-9-]+(\.env|\.json|\.postman_(environment|collection)\.json|-token\.sh)$/)
    const path = join(folder, file.suggestedFilename())
    await copyFile(await file.path(), path)
    return path
  }
  const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'))

  test('.env and JSON hold the key, count as saved and work as downloaded', async ({ page }) => {
    const dotenv = await download(page, '.env')
    await expect(view(page)).toContainText('Secret key saved.')
    const request =
      'set -a; . "$1"; curl -sS "$TOKEN_URL" --data-urlencode grant_type=client_credentials --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET"'
    const { stdout } = await run('sh', ['-c', request, 'sh', dotenv], { cwd: folder })
    expect((await call(JSON.parse(stdout).access_token)).body.credential.name).toBe(name)
    const stored = await json(await download(page, 'JSON'))
    expect(stored).toEqual({
      name,
      base_url: baseUrl,
      token_url: `${baseUrl}/Auth/OAuth/Token`,
      grant_type: 'client_credentials',
      client_id: key.clientId,
      client_secret: key.secret,
    })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect((await readdir(folder)).sort()).not.toContain('pwned')
  })

  test('Postman collection and environment run unchanged in newman; the collection alone holds no secret and does not count', async ({
    page,
  }) => {
    const collection = await download(page, 'Postman collection')
    expect(await readFile(collection, 'utf8')).not.toContain(key.secret)
    await expect(view(page)).toContainText('Secret key not saved yet.')
    const environment = await download(page, 'Postman environment')
    await expect(view(page)).toContainText('Secret key saved.')
    expect(await runInPostman(await json(collection), await json(environment))).toEqual([
      { name: 'Get a token', status: 200 },
      { name: 'Who am I', status: 200 },
    ])
  })

  test('the curl script asks for the secret, holds none and shows who the token acts for', async ({ page }) => {
    const script = await download(page, 'curl script')
    expect(await readFile(script, 'utf8')).not.toContain(key.secret)
    await expect(view(page)).toContainText('Secret key not saved yet.')
    const child = spawn('sh', [script], { cwd: folder })
    let said = ''
    let prompt = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    child.stderr.on('data', (chunk) => {
      prompt += chunk
    })
    child.stdin.end(`${key.secret}\n`)
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, prompt: prompt.trim() }).toEqual({ code: 0, prompt: 'Secret Key:' })
    expect(JSON.parse(said).credential.name).toBe(name)
    expect(await readdir(folder)).toEqual([expect.stringMatching(/-token\.sh$/)])
  })
})

test.describe('over plain HTTP, where the page is no secure context', () => {
  test('copying gives the same bytes, or says honestly that it failed', async () => {
    const browser = await chromium.launch({
      executablePath: required('E2E_CHROMIUM'),
      args: ['--host-resolver-rules=MAP builder.test 127.0.0.1'],
    })
    try {
      const context = await browser.newContext({ baseURL: baseUrl.replace('127.0.0.1', 'builder.test') })
      const page = await context.newPage()
      await signIn(page, cleo, demoPassword)
      expect(await page.evaluate(() => [isSecureContext, navigator.clipboard === undefined])).toEqual([false, true])
      key = await generateKey(page, 'Plain HTTP')
      await view(page).getByRole('button', { name: 'Copy Secret Key' }).click()
      await expect(view(page)).toContainText('Secret key saved.')
      // The reader is another page, in a secure context.
      await context.grantPermissions(['clipboard-read'], { origin: baseUrl })
      const reader = await context.newPage()
      await reader.goto(`${baseUrl}/sign-in`)
      expect(await clipboard(reader)).toBe(key.secret)
      await reader.close()
      await page.bringToFront()
      await view(page).getByRole('button', { name: 'Done' }).click()

      key = await generateKey(page, 'Plain HTTP, blocked')
      await view(page).getByRole('button', { name: 'Hide' }).click()
      await page.evaluate(() => {
        document.execCommand = () => false
      })
      await view(page).getByRole('button', { name: 'Copy Secret Key' }).click()
      await expect(view(page).getByRole('alert')).toContainText('press Ctrl/⌘+C')
      await expect(view(page)).toContainText('Secret key not saved yet.')
      expect(await page.evaluate(() => getSelection()?.toString())).toBe(key.secret)
      await page.keyboard.press('Control+c')
      await expect(view(page)).toContainText('Secret key saved.')
    } finally {
      await browser.close()
    }
  })
})
