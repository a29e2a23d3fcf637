import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isStale } from './install.mjs'

const folder = mkdtempSync(join(tmpdir(), 'install-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, seconds: number) {
  const path = join(folder, name)
  writeFileSync(path, '')
  utimesSync(path, seconds, seconds)
  return path
}

test('what was never made is stale', () => expect(isStale(join(folder, 'nothing'), file('source', 2))).toBe(true))
test('what is older than its source is stale', () => expect(isStale(file('made', 1), file('source', 2))).toBe(true))
test('what is as old as its source, or younger, is not', () => {
  expect(isStale(file('made', 2), file('source', 2))).toBe(false)
  expect(isStale(file('made', 3), file('source', 2))).toBe(false)
})
