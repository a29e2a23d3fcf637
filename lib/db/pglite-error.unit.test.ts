import { expect, test } from 'vitest'
import { asError } from './pglite-error'

test.each<[unknown, string, string | undefined]>([
  [{ name: 'ErrnoError', errno: 51 }, 'ENOSPC in the embedded database', 'ENOSPC'],
  [{ name: 'ErrnoError', errno: 69 }, 'EROFS in the embedded database', 'EROFS'],
  [{ name: 'ErrnoError', errno: 7 }, 'error 7 in the embedded database', 'error 7'],
  [new Error('as it is'), 'as it is', undefined],
  [{ message: 'Program terminated with exit(1)' }, 'Program terminated with exit(1)', undefined],
  ['thrown text', 'thrown text', undefined],
  [undefined, 'undefined', undefined],
])('what the embedded database throws has words: %j', (thrown, message, code) => {
  expect(asError(thrown)).toBeInstanceOf(Error)
  expect(asError(thrown)).toMatchObject(code === undefined ? { message } : { message, code })
})
