import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseConfig } from '@/lib/config'
import { useTestDatabase } from '@/lib/db/test-database'
import { person } from '@/lib/testing/company'
import { tellOfDataLeftBehind } from './left-behind'

useTestDatabase()

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'left-behind-'))
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

async function said(env: Record<string, string> = { DATABASE_URL: 'postgres://someone:s3cret-word@db/app' }) {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  await tellOfDataLeftBehind(parseConfig({ DATA_DIR: folder, ...env }))
  return error.mock.calls
}

function fill() {
  mkdirSync(join(folder, 'db'))
  writeFileSync(join(folder, 'db', 'PG_VERSION'), '18\n')
}

test('a start on an empty PostgreSQL beside an embedded database says whose data stays behind', async () => {
  fill()
  expect(await said()).toEqual([
    [
      `The database in PostgreSQL at db:5432/app is empty, but there is an embedded one in ${folder}: its people and credentials stay behind there and are not in the new database. To use them again, stop and start without DATABASE_URL.`,
    ],
  ])
})

test('a start says nothing of the kind where nothing stays behind, on a database with people, or on the embedded one', async () => {
  expect(await said()).toEqual([])
  fill()
  expect(await said({})).toEqual([])
  await person()
  expect(await said()).toEqual([])
})
