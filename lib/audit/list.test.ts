import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { credentialOf, type Person, person } from '@/lib/testing/company'
import { auditCsv } from './csv'
import type { AuditFilter } from './filter'
import { listAuditEvents } from './list'
import { recordAudit } from './record'

useTestDatabase()

type Entry = Parameters<typeof recordAudit>[2]
const at = (text: string) => new Date(`2026-03-${text}Z`)
const settings = { type: 'settings', id: '1', name: 'General Settings' } as const
let ada: Person

/** Writes an event and returns its target's name. */
async function event(when: Date, actor: { id: string | null; name: string; address?: string }, entry: Entry) {
  await prisma().$transaction((tx) => recordAudit(tx, actor, entry, when))
}

async function shown(filter: AuditFilter, timeZone = 'Europe/London') {
  const { items } = await listAuditEvents({ filter, timeZone, limit: 100 })
  return items.map(({ targetName }) => targetName)
}

beforeEach(async () => {
  ada = await person()
  await prisma().user.update({ where: { id: ada.id }, data: { name: 'Ada Moreau' } })
})

test('an event is told whole: who, when, from where, what, on what, before and after', async () => {
  const entry = { action: 'settings.changed', target: settings, before: { a: 1 }, after: { a: 2, b: ['x'] } } as const
  await event(at('01T10:00:00.123'), { id: ada.id, name: 'Ada Moreau', address: '203.0.113.7' }, entry)
  expect(await listAuditEvents({ filter: {}, timeZone: 'UTC', limit: 10 })).toEqual({
    items: [
      {
        id: expect.stringMatching(/^\d+$/),
        at: at('01T10:00:00.123'),
        actorId: ada.id,
        actorName: 'Ada Moreau',
        address: '203.0.113.7',
        action: 'settings.changed',
        targetType: 'settings',
        targetId: '1',
        targetName: 'General Settings',
        before: { a: 1 },
        after: { a: 2, b: ['x'] },
      },
    ],
    next: null,
  })
})

test('newest first, page by page, nothing twice and nothing left out, also among events of one instant', async () => {
  for (let i = 0; i < 25; i++) {
    const target = { type: 'user', id: `${i}`, name: `${i}` } as const
    await event(at(i < 15 ? '01T10:00:00' : '02T10:00:00'), { id: null, name: 'Server' }, { action: 'user.updated', target })
  }
  const names: string[] = []
  let after: string | undefined
  do {
    const page = await listAuditEvents({ filter: { action: 'user' }, timeZone: 'UTC', after, limit: 4 })
    names.push(...page.items.map(({ targetName }) => targetName))
    after = page.next ?? undefined
    // What happens meanwhile does not move the pages that follow.
    await event(
      at('03T10:00:00'),
      { id: null, name: 'Server' },
      { action: 'user.updated', target: { type: 'user', id: 'x', name: 'late' } },
    )
  } while (after)
  expect(names).toEqual(Array.from({ length: 25 }, (_, i) => `${24 - i}`))
})

describe('filters', () => {
  test('by person: how the name began then, e-mail, id; nobody else, and literally', async () => {
    const target = (name: string) => ({ type: 'user', id: name, name }) as const
    await event(at('01T10:00:00'), { id: ada.id, name: 'Ada Moreau' }, { action: 'user.updated', target: target('one') })
    await event(at('01T11:00:00'), { id: ada.id, name: 'Ada Former' }, { action: 'user.updated', target: target('two') })
    await event(at('01T12:00:00'), { id: null, name: 'Adam' }, { action: 'user.updated', target: target('three') })
    await event(at('01T13:00:00'), { id: null, name: '50%_\\' }, { action: 'user.updated', target: target('four') })
    expect(await shown({ by: 'ada mo' })).toEqual(['one'])
    expect(await shown({ by: 'ADA' })).toEqual(['three', 'two', 'one'])
    expect(await shown({ by: ada.id })).toEqual(['two', 'one'])
    expect(await shown({ by: ada.email.toUpperCase() })).toEqual(['two', 'one'])
    expect(await shown({ by: 'nobody@example.com' })).toEqual([])
    expect(await shown({ by: '50%_\\' })).toEqual(['four'])
    expect(await shown({ by: '%' })).toEqual([])
    expect(await shown({ by: '_da' })).toEqual([])
  })

  test('by target: how its name began, e-mail, id, or a client ID; a person as target is not the person as actor', async () => {
    const credential = await credentialOf(ada)
    await event(
      at('01T10:00:00'),
      { id: null, name: 'Server' },
      {
        action: 'user.disabled',
        target: { type: 'user', id: ada.id, name: 'Ada Moreau' },
      },
    )
    expect(await shown({ target: 'ada' })).toEqual(['Ada Moreau'])
    expect(await shown({ target: ada.email })).toEqual(['Ada Moreau'])
    expect(await shown({ by: ada.id })).toEqual([credential.name])
    expect(await shown({ target: credential.id })).toEqual([credential.name])
    expect(await shown({ target: credential.clientId.toUpperCase() })).toEqual([credential.name])
    expect(await shown({ target: credential.name.toLowerCase() })).toEqual([credential.name])
    expect(await shown({ target: 'General' })).toEqual([])
  })

  test('by action, by a whole area with what this release has no words for, and by both ends of a time in the reader’s zone', async () => {
    const write = (when: string, action: Entry['action']) =>
      event(at(when), { id: null, name: 'Server' }, { action, target: { ...settings, name: `${when} ${action}` } })
    await write('28T23:59:59.999', 'role.created')
    await write('29T00:00:00', 'role.merged')
    await write('29T22:59:59.999', 'roles.other')
    await write('29T23:00:00', 'role.created')
    expect(await shown({ action: 'role.created' })).toEqual(['29T23:00:00 role.created', '28T23:59:59.999 role.created'])
    expect(await shown({ action: 'role' })).toHaveLength(3)
    // The clocks go forward in London that day.
    expect(await shown({ from: '2026-03-29', to: '2026-03-29' })).toEqual(['29T22:59:59.999 roles.other', '29T00:00:00 role.merged'])
    expect(await shown({ from: '2026-03-29', to: '2026-03-29' }, 'UTC')).toHaveLength(3)
    expect(await shown({ action: 'role', from: '2026-03-29', to: '2026-03-29', by: 'ser', target: '29T00' })).toEqual([
      '29T00:00:00 role.merged',
    ])
    expect(await shown({ to: '2026-03-27' })).toEqual([])
  })
})

test('the CSV holds what the filters show, in words, and no formula', async () => {
  const target = { type: 'credential', id: ada.id, name: '=HYPERLINK("http://x","y")' } as const
  await event(
    at('01T10:00:00'),
    { id: ada.id, name: '+Ada', address: '203.0.113.7' },
    {
      action: 'credential.updated',
      target,
      before: { expiresOn: '2026-04-01' },
      after: { expiresOn: '2026-05-01' },
    },
  )
  await event(
    at('01T11:00:00'),
    { id: null, name: '@server' },
    { action: 'settings.changed', target: settings, after: { roles: ['-1', 'b'] } },
  )
  const head = '"Time (UTC)","Person","Person ID","IP address","Event","Action","Target type","Target","Target ID","Before","After"\r\n'
  const text = (filter: AuditFilter) => auditCsv({ filter, timeZone: 'UTC' }).then((stream) => new Response(stream).text())
  expect(await text({})).toBe(
    `${head}"2026-03-01T11:00:00.000Z","'@server",,,"Settings changed","settings.changed","General Settings","General Settings","1",,"Roles: -1, b"\r\n` +
      `"2026-03-01T10:00:00.000Z","'+Ada","${ada.id}","203.0.113.7","Credential edited","credential.updated","Application credential",` +
      `"'=HYPERLINK(""http://x"",""y"")","${ada.id}","Expires on: 2026-04-01","Expires on: 2026-05-01"\r\n`,
  )
  expect(await text({ by: 'nobody' })).toBe(head)
})

test('the CSV is read in steps and whole, however long it is', async () => {
  const row = { at: at('01T10:00:00'), actorName: 'Server', action: 'user.updated', targetType: 'user', targetId: '1', targetName: 'x' }
  await prisma().auditEvent.createMany({ data: Array.from({ length: 2500 }, () => row) })
  const text = await new Response(await auditCsv({ filter: {}, timeZone: 'UTC' })).text()
  expect(text.split('\r\n')).toHaveLength(2500 + 2)
})
