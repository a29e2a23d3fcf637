import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(__dirname, '..')
const text = readFileSync(join(root, 'docs/security.md'), 'utf8')
/** The rows of the tables of defences: what holds, and its tests. */
const rows = (text.split('\n## Defences')[1] ?? '').split('\n').filter((line) => /^\| (?!what holds \|)/.test(line))
/** A run of its own. */
const elsewhere = /`npm run torture`/

const citationsIn = (row: string) => [...row.matchAll(/`([^`]+) › ([^`]+)`/g)].map(([, path = '', title = '']) => ({ path, title }))

describe('docs/security.md', () => {
  test('names a test for each defence', () => {
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter((row) => citationsIn(row).length === 0 && !elsewhere.test(row))).toEqual([])
  })

  test('names only tests that exist, by their titles', () => {
    const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
    const isTest = (path: string) => /\.(test|spec)\.ts$/.test(path)
    const missing = citationsIn(text).filter(({ path, title }) => path !== 'path' && !(isTest(path) && read(path).includes(title)))
    expect(missing).toEqual([])
  })

  test('names only files that exist', () => {
    const files = [...text.matchAll(/`((?:app|e2e|lib|scripts)\/[^` ]+|proxy\.ts)`/g)].map(([, path = '']) => path)
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
