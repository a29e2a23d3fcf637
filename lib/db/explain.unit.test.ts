import { expect, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { explain } from './explain'

const url = 'postgres://someone:s3cret-word@db:5432/app'
const coded = (code: string, message = 'words of the server, in its language') => Object.assign(new Error(message), { code })

test.each<[string, unknown, RegExp]>([
  ['wrong password', coded('28P01'), /refused the user or password\. Correct DATABASE_URL\.$/],
  ['no such database', coded('3D000'), /has no such database\. Create it /],
  ['may not create tables', coded('42501'), /may not create tables at .+ Grant it CREATE/],
  [
    'read-only',
    coded('25006', 'cannot execute CREATE TABLE in a read-only transaction'),
    /is read-only\. Point DATABASE_URL at the primary, /,
  ],
  ['no connection free', coded('53300', 'sorry, too many clients already'), /has no connection free\. Close others or raise its limit /],
  ['no connection free, as Prisma says it', coded('P2037'), /has no connection free\./],
  [
    'no connection free, as Prisma hands it on',
    Object.assign(new Error(''), { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '53300' } } } }),
    /has no connection free\./,
  ],
  ['disk full', coded('53100'), /^The disk of PostgreSQL at db:5432\/app is full\. Free some space there and start again\.$/],
  ['starting up', coded('57P03'), /is starting up or shutting down\. Start again when /],
  ['nobody there', coded('ECONNREFUSED'), /cannot be reached \(ECONNREFUSED\)\. Check that it runs and that DATABASE_URL is right\.$/],
])('why PostgreSQL cannot be used is one sentence with what to do, whatever its language: %s', (_name, error, sentence) => {
  const explained = explain(error, url)
  expect(explained).toBeInstanceOf(StartError)
  expect((explained as StartError).message).toMatch(sentence)
  expect((explained as StartError).message).toContain('db:5432/app')
  expect((explained as StartError).message).not.toMatch(/s3cret-word|\n/)
})

test('anything else is handed on as it is', () => {
  const error = new Error('something odd')
  expect(explain(error, url)).toBe(error)
  const said = new StartError('It has been said.')
  expect(explain(said, url)).toBe(said)
})
