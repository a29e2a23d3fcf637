import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const app = __dirname
const methodNames = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

const routes = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)route\.tsx?$/.test(path))
  .sort()
/** next-auth answers its own paths, and a screen's downloads are part of the screen. */
const machineRoutes = routes.filter((path) => !path.startsWith('api/auth/') && !path.startsWith('(builder)/'))

test('the machine paths are all there', () => {
  expect(routes).toEqual(
    expect.arrayContaining([
      'Auth/OAuth/Token/route.ts',
      'api/v1/me/route.ts',
      'api/v1/roles/route.ts',
      'api/v1/settings/route.ts',
      'api/v1/tickets/[reference]/route.ts',
      'api/v1/tickets/route.ts',
      'api/v1/users/[id]/route.ts',
      'api/v1/users/route.ts',
    ]),
  )
})

test.each(routes)('%s has at most 10 lines', (path) => {
  expect(readFileSync(join(app, path), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(10)
})

test.each(machineRoutes)('%s only re-exports one endpoint of lib/oauth or lib/api, under all seven methods', (path) => {
  const [, names, from] = /^export \{([^}]*)\} from '([^']+)'\n$/.exec(readFileSync(join(app, path), 'utf8')) ?? []
  expect(from).toMatch(/^@\/lib\/(oauth|api)\/[a-z-]+$/)
  const pairs = (names ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => name.split(' as '))
  expect(pairs.map(([, method]) => method).sort()).toEqual(methodNames)
  expect(new Set(pairs.map(([endpoint]) => endpoint)).size).toBe(1)
})

test('every re-exported endpoint exists', async () => {
  for (const path of machineRoutes) {
    const route: Record<string, unknown> = await import(join(app, path))
    for (const name of methodNames) expect(typeof route[name], `${name} of ${path}`).toBe('function')
  }
})

test('a token can never manage credentials: no path of the API is about them', () => {
  const apiPaths = readdirSync(join(app, 'api', 'v1'), { recursive: true, encoding: 'utf8' })
  expect(apiPaths.filter((path) => /credential|secret|client|session/i.test(path))).toEqual([])
  for (const path of machineRoutes.filter((it) => it.startsWith('api/'))) {
    expect(readFileSync(join(app, path), 'utf8'), relative(app, path)).not.toMatch(/credential|secret/i)
  }
})
