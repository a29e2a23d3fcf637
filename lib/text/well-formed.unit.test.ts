import { expect, test } from 'vitest'
import type { z } from 'zod'
import { auditFilter } from '@/lib/audit/filter'
import { createCredentialInput, updateCredentialInput } from '@/lib/credentials/schema'
import { newRole, rolePatch } from '@/lib/roles/schema'
import { newTicket, ticketPatch } from '@/lib/tickets/tickets'
import { ownAccount } from '@/lib/users/own-account-schema'
import { passwordChange } from '@/lib/users/password-schema'
import { newUserInput, userChangeInput } from '@/lib/users/schema'
import { wellFormed } from './well-formed'

const halves = ['\ud83d', '\ude00', 'a\ud83d', '\ude00a', 'a\ud83db', '\ude00\ud83d', '😀\ud83d']

test.each(halves)('half a surrogate pair cannot be stored: %j', (text) => {
  expect(wellFormed.safeParse(text).error?.issues).toMatchObject([{ message: 'Remove broken characters.' }])
})

test.each(['', 'a', '😀', 'a😀b', '\ufffd', '\0', 'é', '𐍈'])('anything else can: %j', (text) => {
  expect(wellFormed.parse(text)).toBe(text)
})

// Every text that people and programs send.
test.each<[string, z.ZodType, string]>([
  ['a new credential', createCredentialInput, 'name'],
  ['a credential', updateCredentialInput, 'name'],
  ['a new role', newRole, 'name'],
  ['a new role', newRole, 'description'],
  ['a role', rolePatch, 'name'],
  ['a role', rolePatch, 'description'],
  ['a new ticket', newTicket, 'title'],
  ['a new ticket', newTicket, 'description'],
  ['a ticket', ticketPatch, 'title'],
  ['a ticket', ticketPatch, 'description'],
  ['a new service agent', newUserInput, 'name'],
  ['a new service agent', newUserInput, 'email'],
  ['a new service agent', newUserInput, 'timeZone'],
  ['a new service agent', newUserInput, 'password'],
  ['a service agent', userChangeInput, 'name'],
  ['a service agent', userChangeInput, 'email'],
  ['the profile', ownAccount, 'name'],
  ['the profile', ownAccount, 'timeZone'],
  ['the password', passwordChange, 'chosen'],
  ['a filter of the audit log', auditFilter, 'by'],
  ['a filter of the audit log', auditFilter, 'target'],
])('%s with half a surrogate pair is refused, naming the field: %s', (_name, schema, field) => {
  for (const text of ['long enough \ud800 for all', 'long.enough\udfff@example.com']) {
    const issues = schema.safeParse({ [field]: text }).error?.issues.filter(({ path }) => path[0] === field) ?? []
    expect(issues.map(({ message }) => message)).toContain('Remove broken characters.')
  }
})
