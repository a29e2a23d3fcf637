import { describe, expect, test } from 'vitest'
import { isConnectionSpent, isDatabaseUnavailable } from './unavailable'

const withCode = (code: string) => Object.assign(new Error('…'), { code })

/** An error as Prisma 7 throws it, around what its adapter made of pg's. */
const prismaError = (code: string, cause: object) =>
  Object.assign(new Error('Invalid invocation'), {
    code,
    meta: { modelName: 'User', driverAdapterError: { name: 'DriverAdapterError', cause } },
  })

const readOnly = {
  originalCode: '25006',
  originalMessage: 'cannot execute UPDATE in a read-only transaction',
  kind: 'postgres',
  code: '25006',
  severity: 'ERROR',
  message: 'cannot execute UPDATE in a read-only transaction',
}
const full = { originalCode: '53300', originalMessage: 'sorry, too many clients already', kind: 'TooManyConnections', cause: 'sorry, …' }
const unreachable = { kind: 'DatabaseNotReachable', host: '127.0.0.1', port: 1 }

describe('the database cannot be used at the moment', () => {
  test.each<[string, unknown]>([
    ['connection refused', withCode('ECONNREFUSED')],
    ['both addresses of a name refused', new AggregateError([withCode('ECONNREFUSED'), withCode('EHOSTUNREACH')])],
    ['no network', withCode('ENETUNREACH')],
    ['a socket file that is not there', Object.assign(withCode('ENOENT'), { syscall: 'connect' })],
    ['no descriptor left', Object.assign(withCode('EMFILE'), { syscall: 'connect' })],
    ['a pooler that gives up', withCode('08P01')],
    ['read-only', withCode('25006')],
    ['disk full', withCode('53100')],
    ['out of memory', withCode('53200')],
    ['too many connections', withCode('53300')],
    ['shutting down', withCode('57P01')],
    ['starting up', withCode('57P03')],
    ['dropped', withCode('57P04')],
    ['a failing disk', withCode('58030')],
    ['a password changed meanwhile', withCode('28P01')],
    ['a database dropped meanwhile', withCode('3D000')],
    ['a certificate that has expired', withCode('CERT_HAS_EXPIRED')],
    ['a certificate nobody knows', withCode('SELF_SIGNED_CERT_IN_CHAIN')],
    ['a server without TLS', new Error('The server does not support SSL connections')],
    ['terminated', new Error('Connection terminated unexpectedly')],
    ['terminated before', new Error('Client has encountered a connection error and is not queryable')],
    ['closed before', new Error('Client was closed and is not queryable')],
    ['no connection free', new Error('timeout exceeded when trying to connect')],
    ['the pool is closing', new Error('Cannot use a pool after calling end on the pool')],
    ['not open', new Error('Database is not open')],
    ['Prisma: read-only', prismaError('P2039', readOnly)],
    ['Prisma: read-only, raw', prismaError('P2010', readOnly)],
    ['Prisma: too many connections', prismaError('P2037', full)],
    ['Prisma: too many connections, raw', prismaError('P2010', full)],
    ['Prisma: too many connections, by its own code alone', withCode('P2037')],
    ['Prisma: unreachable', prismaError('P1001', unreachable)],
    ['Prisma: unreachable, raw', prismaError('P2010', unreachable)],
    ['Prisma: closed', prismaError('P2010', { kind: 'ConnectionClosed' })],
    [
      'Prisma: no transaction to be had',
      Object.assign(new Error('Transaction API error: Unable to start a transaction in the given time.'), { code: 'P2028', meta: {} }),
    ],
    ['as the cause of another', new Error('sign-in failed', { cause: prismaError('P2039', readOnly) })],
  ])('%s', (_name, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true)
  })
})

describe('a fault of ours is none of the database', () => {
  test.each<[string, unknown]>([
    ['a column that does not exist', withCode('42703')],
    ['a duplicate', prismaError('P2002', { originalCode: '23505', kind: 'UniqueConstraintViolation' })],
    ['a deadlock', withCode('40P01')],
    ['a file that does not exist', Object.assign(withCode('ENOENT'), { syscall: 'open' })],
    ['a transaction that took too long', Object.assign(new Error('Transaction already closed'), { code: 'P2028' })],
    ['a plain error', new Error('column "secret" of 10.0.0.1')],
    ['nothing', undefined],
    ['a word', 'ECONNREFUSED'],
    ['null', null],
  ])('%s', (_name, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false)
  })
})

test('a connection is left after read-only, full and shutting down, and for nothing else', () => {
  for (const code of ['25006', '53100', '53200', '53300', '57P01', '57P02', '57P03']) expect(isConnectionSpent(code), code).toBe(true)
  for (const code of [undefined, '', '23505', '42P01', '40001', '57014', '25P02']) expect(isConnectionSpent(code), code).toBe(false)
})
