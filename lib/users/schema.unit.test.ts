import { describe, expect, test } from 'vitest'
import { newPassword } from './password-schema'
import { userChangeInput, userEmail, userName, userTimeZone } from './schema'

const message = (result: { success: boolean; error?: { issues: { message: string }[] } }) => result.error?.issues[0]?.message

describe('an e-mail address', () => {
  test('is trimmed and in lower case', () => {
    expect(userEmail.parse('  Jane.Doe@Example.COM ')).toBe('jane.doe@example.com')
  })

  test.each(['', 'jane', 'jane@', '@example.com', 'a b@example.com', 'jane@example.com\n<x>'])('%j is none', (email) => {
    expect(message(userEmail.safeParse(email))).toBe('Enter an e-mail address such as jane@example.com.')
  })
})

test('a name is trimmed, NFC, 1–100 characters without control characters', () => {
  expect(userName.parse('  Zoe\u0308 ')).toBe('Zoë')
  expect(message(userName.safeParse(' '))).toBe('Enter a name.')
  expect(message(userName.safeParse('x'.repeat(101)))).toBe('Use at most 100 characters.')
  expect(message(userName.safeParse('a\tb'))).toBe('Remove line breaks and other control characters.')
})

test('a password has at least 12 characters and at most 72 bytes', () => {
  expect(newPassword.safeParse('x'.repeat(12)).success).toBe(true)
  expect(newPassword.safeParse('x'.repeat(72)).success).toBe(true)
  expect(message(newPassword.safeParse('x'.repeat(11)))).toBe('Use at least 12 characters.')
  expect(message(newPassword.safeParse('🙂'.repeat(11)))).toBe('Use at least 12 characters.')
  expect(message(newPassword.safeParse('x'.repeat(73)))).toMatch(/^Use at most 72 bytes/)
  expect(message(newPassword.safeParse('é'.repeat(37)))).toMatch(/^Use at most 72 bytes/)
  expect(message(newPassword.safeParse(`${'x'.repeat(12)}\0`))).toMatch(/control characters/)
})

test('a time zone is one the server knows', () => {
  expect(userTimeZone.safeParse('Europe/London').success).toBe(true)
  expect(message(userTimeZone.safeParse('Europe/Atlantis'))).toBe('Choose a time zone.')
})

test('a change says which version it was decided on, and nothing unknown is let through', () => {
  expect(userChangeInput.parse({ version: 3 })).toEqual({ version: 3 })
  for (const input of [{}, { version: 1.5 }, { version: 1, disabled: true }, { version: 1, rolesVersion: 0 }, { version: 1, id: 'x' }]) {
    expect(userChangeInput.safeParse(input).success, JSON.stringify(input)).toBe(false)
  }
})
