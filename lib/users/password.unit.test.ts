import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password'

test.each(['x'.repeat(72), 'é'.repeat(36), 'twelve chars'])('%j is hashed, and only it is right', async (password) => {
  const hash = await hashPassword(password)
  expect(hash).toMatch(/^\$2b\$11\$/)
  expect(await verifyPassword(password, hash)).toBe(true)
  expect(await verifyPassword(password.slice(0, -1), hash)).toBe(false)
  expect(await verifyPassword(password, null)).toBe(false)
})

test.each(['x'.repeat(73), `${'é'.repeat(36)}x`, '😀'.repeat(19)])('%j has more than 72 bytes and is not hashed', async (password) => {
  await expect(hashPassword(password)).rejects.toThrow(new Error('A password has at most 72 bytes'))
})

test('what bcrypt would not look at makes a password wrong', async () => {
  const hash = await hashPassword('x'.repeat(72))
  expect(await verifyPassword('x'.repeat(73), hash)).toBe(false)
  expect(await verifyPassword(`${'x'.repeat(72)}and more`, hash)).toBe(false)
})
