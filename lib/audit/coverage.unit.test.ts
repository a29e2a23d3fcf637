import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionText, auditAreas } from './words'

const root = join(__dirname, '../..')
const sources = ['lib', 'app', 'server.ts', 'scripts']
  .flatMap((folder) =>
    folder.includes('.')
      ? [folder]
      : readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.|generated|testing/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('every action that is recorded has words, every action with words is recorded, and each stands in the area it is named after', () => {
  const recorded = sources.flatMap(({ text }) => [...text.matchAll(/\baction: '([a-z-]+\.[a-z-]+)'/g)].map(([, action]) => action ?? ''))
  expect(recorded.length).toBeGreaterThan(15)
  expect(recorded.filter((action) => actionText(action) === action)).toEqual([])
  const told = auditAreas.flatMap(({ actions }) => Object.keys(actions))
  expect(told.filter((action) => !sources.some(({ path, text }) => !path.endsWith('words.ts') && text.includes(`'${action}'`)))).toEqual([])
  for (const { area, actions } of auditAreas) {
    expect(Object.keys(actions).filter((action) => !action.startsWith(`${area}.`))).toEqual([])
  }
})

test('an action without words is still shown, also one that is called like something else', () => {
  for (const action of ['ticket.closed', 'constructor', '__proto__', '<b>']) expect(actionText(action)).toBe(action)
})

test('nothing in the product changes or removes an audit event', () => {
  const changing = /auditEvent\s*\.\s*(update|delete|upsert)|(UPDATE|DELETE\s+FROM|TRUNCATE)\s+"?audit_events|table: 'audit_events'/i
  expect(sources.filter(({ text }) => changing.test(text)).map(({ path }) => path)).toEqual([])
  expect(sources.filter(({ text }) => text.includes('auditEvent.create')).map(({ path }) => path)).toEqual(['lib/audit/record.ts'])
  for (const statement of [
    'tx.auditEvent.deleteMany(',
    'prisma().auditEvent.update(',
    'DELETE FROM audit_events',
    'update "audit_events"',
  ]) {
    expect(statement).toMatch(changing)
  }
})
