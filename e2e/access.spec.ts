import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { apiPaths, healthPaths, metadataPath, protocolPaths } from '../lib/machine-paths'
import { builderFeatures, operationalFeatures } from '../lib/roles/features'
import { actionRules, apiRules, pageRules, type Rule } from './access-rules'
import { signIn } from './builder'
import { baseUrl, sql } from './environment'
import { forgetFailures, grant, newClient } from './protocol'

const builderOptions = Object.keys(builderFeatures)
const everyOption = [...Object.keys(operationalFeatures), ...builderOptions]
const machinePaths: string[] = [...protocolPaths, ...apiPaths, metadataPath, ...healthPaths]

/** Somebody whose two roles carry these access options, and nothing else. */
async function personWith(options: string[]) {
  const name = `Access ${randomUUID().slice(0, 8)}`
  const email = `${name.replace(' ', '-').toLowerCase()}@demo.example`
  await sql(
    `WITH made AS (
       INSERT INTO roles (id, kind, name, features) VALUES
         (gen_random_uuid(), 'OPERATIONAL', $1 || ' o', $3), (gen_random_uuid(), 'BUILDER', $1 || ' b', $4) RETURNING id
     ), person AS (
       INSERT INTO users (id, email, name, time_zone, password_hash)
       SELECT gen_random_uuid(), $2, $1, 'UTC', password_hash FROM users WHERE email = 'ada@demo.example' RETURNING id
     )
     INSERT INTO user_roles (user_id, role_id) SELECT person.id, made.id FROM person, made`,
    [
      name,
      email,
      options.filter((option) => !builderOptions.includes(option)),
      options.filter((option) => builderOptions.includes(option)),
    ],
  )
  return { name, email }
}

type Somebody = Awaited<ReturnType<typeof personWith>>

const but = (option: string) => everyOption.filter((other) => other !== option)

test.beforeEach(forgetFailures)
test.afterAll(async () => {
  await sql("DELETE FROM users WHERE name LIKE 'Access ________'")
  await sql("DELETE FROM roles WHERE name LIKE 'Access ________ _'")
})

/** Runs `check` as somebody who is signed in. */
async function as(browser: Browser, { email }: Somebody, check: (request: APIRequestContext, page: Page) => Promise<void>) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, email)
  await check(context.request, page)
  await context.close()
}

const withRule = (rules: Record<string, Rule>, wanted: (rule: Rule) => boolean) =>
  Object.entries(rules).flatMap(([name, rule]) => (wanted(rule) ? [name] : []))
const optionsOf = (rules: Record<string, Rule>) => [...new Set(Object.values(rules))].filter((rule) => rule.includes(':'))

test.describe('screens by address', () => {
  const addressOf = (page: string) => page.replace('(.)', '').replace('[id]', randomUUID())

  test('there is a rule for each, and none for what is gone', () => {
    const built = Object.values(JSON.parse(readFileSync('.next/app-path-routes-manifest.json', 'utf8')) as Record<string, string>)
    const served = [...new Set(built)].filter((path) => !path.startsWith('/_') && !path.startsWith('/api/v1/'))
    expect(served.filter((path) => !machinePaths.includes(path)).sort()).toEqual(Object.keys(pageRules).sort())
  })

  for (const page of withRule(pageRules, (rule) => rule !== 'public')) {
    test(`${page} is closed to people who are not signed in`, async ({ request }) => {
      const response = await request.get(addressOf(page), { maxRedirects: 0 })
      expect([307, 401]).toContain(response.status())
      if (response.status() === 307) expect(response.headers().location).toMatch(/^\/sign-in\?/)
    })
  }

  for (const option of optionsOf(pageRules)) {
    test(`without ${option} its screens answer 403 and name it, and the others open`, async ({ browser }) => {
      await as(browser, await personWith(but(option)), async (request, page) => {
        for (const [path, rule] of Object.entries(pageRules)) {
          if (!rule.includes(':')) continue
          const status = (await request.get(addressOf(path))).status()
          expect([path, status]).toEqual([path, rule === option ? 403 : path.includes('[') ? 404 : 200])
          if (rule !== option || path.endsWith('.csv')) continue
          await page.goto(addressOf(path))
          await expect(page.getByRole('heading', { name: 'Access option missing' })).toBeVisible()
          await expect(page.getByText(option, { exact: true })).toBeVisible()
        }
      })
    })
  }
})

test.describe('actions by call', () => {
  type Manifest = { node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }> }
  const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as Manifest
  const actions = Object.entries(node).map(([id, { filename, exportedName, workers }]) => {
    const file = filename.replace(/\.ts$/, '').split('/').slice(-2).join('/')
    const [worker = ''] = Object.keys(workers)
    const page = worker
      .replace(/^app/, '')
      .replace(/\/page$/, '')
      .replace(/\/(\([a-z-]+\)|@\w+)(?=\/|$)/g, '')
    return { id, name: `${file}#${exportedName}`, page: page.replace('(.)', '').replace('[id]', randomUUID()) || '/' }
  })

  /** Calls an action as the browser does, with arguments that mean nothing; returns what it answers. */
  async function callAction(request: APIRequestContext, { id, page }: (typeof actions)[number], origin = baseUrl) {
    const response = await request.post(page, {
      headers: { 'next-action': id, origin, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' },
      data: JSON.stringify([randomUUID(), randomUUID(), randomUUID()]),
      maxRedirects: 0,
    })
    const text = await response.text()
    const answer = /^1:(.*)$/m.exec(text)?.[1]
    return { status: response.status(), answer: answer?.startsWith('E') ? 'error' : answer && JSON.parse(answer) }
  }

  test('there is a rule for each, and none for what is gone', () => {
    expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(actionRules).sort())
  })

  const nothing = [{ ok: false, reason: 'signed-out' }, null, false, []]

  test('each does nothing for people who are not signed in', async ({ request }) => {
    for (const action of actions) {
      const { status, answer } = await callAction(request, action)
      expect([action.name, status, nothing.filter((refusal) => isDeepStrictEqual(refusal, answer)).length]).toEqual([action.name, 200, 1])
    }
  })

  test('each does nothing for a signed-in person’s browser that was sent from another origin', async ({ page }) => {
    await signIn(page, 'ada@demo.example')
    for (const action of actions) {
      const { status, answer } = await callAction(page.context().request, action, 'https://evil.example')
      const isRefused = status >= 400 || nothing.some((refusal) => isDeepStrictEqual(refusal, answer))
      expect([action.name, isRefused, answer]).toEqual([action.name, true, answer])
    }
  })

  for (const option of optionsOf(actionRules)) {
    test(`without ${option} its actions are forbidden, and only those`, async ({ browser }) => {
      await as(browser, await personWith(but(option)), async (request) => {
        for (const action of actions) {
          const { answer } = await callAction(request, action)
          const isForbidden = answer?.ok === false && answer.reason === 'forbidden'
          expect([action.name, isForbidden]).toEqual([action.name, actionRules[action.name] === option])
        }
      })
    })
  }
})

test.describe('the API', () => {
  const addressOf = (path: string) => path.replace('[reference]', 'TCK-1').replace('[id]', randomUUID())
  const ask = (name: string, headers: Record<string, string>) => {
    const [method = '', path = ''] = name.split(' ')
    const body = method === 'GET' || method === 'DELETE' ? undefined : '{}'
    return fetch(baseUrl + addressOf(path), { method, headers: { ...headers, ...(body && { 'content-type': 'application/json' }) }, body })
  }

  test('there is a rule for each method of each path, and none for what is gone', async () => {
    const served: string[] = []
    for (const path of apiPaths) {
      const refused = await fetch(baseUrl + addressOf(path), { method: 'REPORT' })
      expect([path, refused.status]).toEqual([path, 405])
      const methods = refused.headers.get('allow')?.split(', ') ?? []
      served.push(...methods.filter((method) => !['HEAD', 'OPTIONS'].includes(method)).map((method) => `${method} ${path}`))
    }
    expect(served.sort()).toEqual(Object.keys(apiRules).sort())
  })

  for (const name of Object.keys(apiRules)) {
    test(`${name} is closed to callers without a token`, async () => {
      expect((await ask(name, {})).status).toBe(401)
    })
  }

  for (const option of optionsOf(apiRules)) {
    test(`without ${option} a token is refused where it is needed, and only there`, async () => {
      const { name, email } = await personWith(but(option))
      const token = await grant(baseUrl, await newClient({ owner: email, operational: `${name} o`, builder: `${name} b` }))
      for (const [called, rule] of Object.entries(apiRules)) {
        const response = await ask(called, { authorization: `Bearer ${token}` })
        const { code } = response.status >= 400 ? await response.json() : { code: undefined }
        expect([called, code === 'insufficient_scope']).toEqual([called, rule === option])
        if (rule === option) expect(response.status).toBe(403)
      }
    })
  }
})
