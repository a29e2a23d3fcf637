import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { notFound } from './api/not-found'
import { machineRoutes, matchMachineRoute } from './lane'
import { apiPaths, apiPrefix, healthPaths, metadataPath, protocolPaths } from './machine-paths'

const app = join(process.cwd(), 'app')
const every = [...protocolPaths, metadataPath, ...healthPaths, ...apiPaths]
const withoutPlaceholders = Object.entries(machineRoutes).filter(([path]) => !path.includes('['))

describe('each path leads to its own endpoint', () => {
  test('and there are no others', () => {
    expect(Object.keys(machineRoutes).sort()).toEqual([...every].sort())
    expect(new Set(Object.values(machineRoutes)).size).toBe(every.length)
  })

  test.each(withoutPlaceholders)('%s, with and without a trailing slash', (path, endpoint) => {
    for (const spelling of [path, `${path}/`]) {
      expect(matchMachineRoute(spelling), spelling).toEqual({ endpoint, params: {} })
    }
  })

  test.each(protocolPaths)('%s in any letter case, with and without /Auth', (path) => {
    const short = path.slice('/Auth'.length)
    for (const base of [path, short]) {
      const mixed = [...base].map((char, i) => (i % 2 ? char.toUpperCase() : char.toLowerCase())).join('')
      for (const spelling of [base, base.toLowerCase(), base.toUpperCase(), mixed]) {
        expect(matchMachineRoute(spelling), spelling).toEqual({ endpoint: machineRoutes[path], params: {} })
        expect(matchMachineRoute(`${spelling}/`), `${spelling}/`).toEqual({ endpoint: machineRoutes[path], params: {} })
      }
    }
  })

  test.each([
    ['T-000042', 'T-000042'],
    ['T%2D000042', 'T-000042'],
    ['a%2Fb', 'a/b'],
    ['%00', '\0'],
    ['..', '..'],
    ['%', '%'],
    ['%E0%A4%A', '%E0%A4%A'],
    ['%2525', '%25'],
    ['__proto__', '__proto__'],
  ])('/api/v1/tickets/%s: the reference is %j', (written, reference) => {
    for (const path of [`/api/v1/tickets/${written}`, `/api/v1/tickets/${written}/`]) {
      expect(matchMachineRoute(path), path).toEqual({ endpoint: machineRoutes['/api/v1/tickets/[reference]'], params: { reference } })
    }
  })
})

test.each([
  'nothing',
  'me/x',
  'mes',
  'tickets/T-000001/comments',
  'tickets//',
  'tickets/[reference]/x',
  '/',
  '/me',
  '__proto__',
  'toString',
])('/api/v1/%s does not exist, which is said in JSON', (path) => {
  expect(matchMachineRoute(apiPrefix + path)).toEqual({ endpoint: notFound, params: {} })
})

test.each(['/api/v1', '/api/v1/'])('%s answers programs too: it is said in JSON that there is nothing', (path) => {
  expect(matchMachineRoute(path)).toEqual({ endpoint: notFound, params: {} })
})

test.each([
  '',
  '/',
  '//',
  '/sign-in',
  '/user-management/application-credentials',
  '/_next/static/x.js',
  '/api',
  '/api/',
  '/api/auth/session',
  '/api/healthy',
  '/api/health/x',
  '/api/v10/me',
  '/Auth',
  '/Auth/OAuth',
  '/Auth/OAuth/',
  '/Auth/Token',
  '/Auth/OAuth/Tokens',
  '/Auth/OAuth/Token/x',
  '/Auth/OAuth/Token//',
  '//Auth/OAuth/Token',
  '/Auth//OAuth/Token',
  '/Auth/Auth/OAuth/Token',
  '/OAuth/OAuth/Token',
  '/x/Auth/OAuth/Token',
  'Auth/OAuth/Token',
  '/Auth/OAuth/Token%2F',
  '/.well-known',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server/x',
  '/__proto__',
  '/constructor',
])('%j is for browsers', (path) => {
  expect(matchMachineRoute(path)).toBeUndefined()
})

test.each(['/API/V1/ME', '/Api/v1/tickets', '/api/v1/Roles', '/API/Health', '/.Well-Known/OAuth-Authorization-Server'])(
  '%s is written otherwise, so it is not that path',
  (path) => {
    expect(matchMachineRoute(path)?.endpoint).not.toBe(machineRoutes[path.toLowerCase() as keyof typeof machineRoutes])
  },
)

describe('the route files of app/ export the same functions', () => {
  const handled = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
  const routeFile = (path: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ join(app, path, 'route.ts'))

  test.each(Object.entries(machineRoutes))('%s', async (path, endpoint) => {
    expect({ ...(await routeFile(path)) }).toEqual(Object.fromEntries(handled.map((method) => [method, endpoint])))
  })

  test('and so does that of every other path of the API', async () => {
    expect({ ...(await routeFile(`${apiPrefix}[[...path]]`)) }).toEqual(Object.fromEntries(handled.map((method) => [method, notFound])))
  })

  test('and no route file is forgotten', () => {
    const found = ['Auth', 'api', '.well-known'].flatMap((folder) =>
      readdirSync(join(app, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /(^|[\\/])route\.ts$/.test(file))
        .map((file) => `/${folder}/${file.replaceAll('\\', '/').replace(/\/route\.ts$/, '')}`),
    )
    expect(found.sort()).toEqual([...every, `${apiPrefix}[[...path]]`, '/api/auth/[...nextauth]'].sort())
  })
})
