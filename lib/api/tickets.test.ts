import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, issueToken, type Person, person } from '@/lib/testing/company'
import { disableUser } from '@/lib/users/disable'
import { ticket, tickets } from './tickets'

useTestDatabase()

let owner: Person
/** Without and with the access option to assign. */
let member: string
let leader: string

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], [])
  member = await issueToken(await credentialOf(owner))
  leader = await issueToken(await credentialOf(owner, { operational: 'Team Leader' }))
})

afterEach(() => {
  vi.useRealTimers()
})

const create = (body: unknown, token = member) => callApi(token, tickets, { method: 'POST', path: '/api/v1/tickets', body })
const list = (query = '') => callApi(member, tickets, { path: `/api/v1/tickets${query}` })
const get = (reference: string) => callApi(member, ticket, { path: `/api/v1/tickets/${reference}`, params: { reference } })
const patch = (reference: string, body: unknown, token = member) =>
  callApi(token, ticket, { method: 'PATCH', path: `/api/v1/tickets/${reference}`, params: { reference }, body })

const invalid = (...errors: { field: string; message: string }[]) => ({
  status: 422,
  body: { type: 'about:blank', status: 422, code: 'invalid_fields', detail: 'Correct the fields named in errors.', errors },
})
const notFound = { status: 404, body: { type: 'about:blank', status: 404, code: 'not_found', detail: 'There is no such ticket.' } }
const unknownAssignee = invalid({ field: 'assignee', message: 'Nobody who can be assigned has this e-mail address.' })
const outcome = ({ status, body }: { status: number; body: unknown }) => ({ status, body })

describe('create', () => {
  test('answers 201 with the ticket and where it is, in the owner’s name', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const { status, headers, body } = await create({ title: '  Invoice 4711  ', description: 'Charged twice.' })
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([201, '/api/v1/tickets/T-000001', 'no-store'])
    expect(body).toEqual({
      reference: 'T-000001',
      title: 'Invoice 4711',
      description: 'Charged twice.',
      status: 'NEW',
      created_by: owner.email,
      assignee: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: new Date().toISOString(),
    })
  })

  test('persists', async () => {
    const { body } = await create({ title: 'Invoice 4711', description: 'Charged twice.' })
    expect(outcome(await get('T-000001'))).toEqual({ status: 200, body })
    expect((await list()).body).toEqual({ tickets: [body], next_cursor: null })
    expect(await prisma().ticket.findMany({ select: { number: true, title: true, createdById: true } })).toEqual([
      { number: 1, title: 'Invoice 4711', createdById: owner.id },
    ])
  })

  test.each(['<script>alert(1)</script>', "'; DROP TABLE tickets; --", '=1+1', '夜間 😀', 'x'.repeat(200), '\u202eevil'])(
    'the title %j is kept as it is',
    async (title) => {
      expect((await create({ title })).body.title).toBe(title)
      expect((await get('T-000001')).body.title).toBe(title)
    },
  )

  test.each<[string, unknown, { field: string; message: string }[]]>([
    ['no title', {}, [{ field: 'title', message: 'Invalid input: expected string, received undefined' }]],
    ['an empty title', { title: '  ' }, [{ field: 'title', message: 'Too small: expected string to have >=1 characters' }]],
    ['a long title', { title: 'x'.repeat(201) }, [{ field: 'title', message: 'Too big: expected string to have <=200 characters' }]],
    ['a title that is none', { title: 5 }, [{ field: 'title', message: 'Invalid input: expected string, received number' }]],
    [
      'a long description',
      { title: 'x', description: 'y'.repeat(10_001) },
      [{ field: 'description', message: 'Too big: expected string to have <=10000 characters' }],
    ],
    ['NUL in the title', { title: 'a\0b' }, [{ field: 'title', message: 'Remove line breaks and other control characters.' }]],
    [
      'a line break in the title',
      { title: 'two\nlines' },
      [{ field: 'title', message: 'Remove line breaks and other control characters.' }],
    ],
    ['a tab in the title', { title: 'a\tb' }, [{ field: 'title', message: 'Remove line breaks and other control characters.' }]],
    ['an escape in the title', { title: '\u001b[31m' }, [{ field: 'title', message: 'Remove line breaks and other control characters.' }]],
    ['NEL in the title', { title: 'a\u0085b' }, [{ field: 'title', message: 'Remove line breaks and other control characters.' }]],
    ['NUL in the description', { title: 'x', description: 'a\0b' }, [{ field: 'description', message: 'Remove the NUL character.' }]],
    [
      'NUL in both',
      { title: '\0', description: '\0' },
      [
        { field: 'title', message: 'Remove line breaks and other control characters.' },
        { field: 'description', message: 'Remove the NUL character.' },
      ],
    ],
    [
      'another’s name',
      { title: 'x', created_by: 'someone@example.com' },
      [{ field: 'created_by', message: 'Unrecognized key: "created_by"' }],
    ],
    ['a status', { title: 'x', status: 'CLOSED' }, [{ field: 'status', message: 'Unrecognized key: "status"' }]],
    [
      'several unknown fields',
      { title: 'x', ownerId: 1, userId: 2 },
      [{ field: 'ownerId, userId', message: 'Unrecognized keys: "ownerId", "userId"' }],
    ],
    ['an array', [], [{ field: '', message: 'Invalid input: expected object, received array' }]],
    ['null', null, [{ field: '', message: 'Invalid input: expected object, received null' }]],
  ])('is refused for %s', async (_name, body, errors) => {
    expect(outcome(await create(body))).toEqual(invalid(...errors))
    expect(await prisma().ticket.count()).toBe(0)
  })

  test('a description may have lines, tabs and any other character', async () => {
    const description = 'one\r\n\ttwo\u0001\u0085\u2028'
    expect((await create({ title: 'x', description })).body.description).toBe(description)
    expect((await get('T-000001')).body.description).toBe(description)
  })

  test('every wrong field is named', async () => {
    const { body } = await create({ title: '', description: 5 })
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['title', 'description'])
  })
})

describe('the body of a request', () => {
  const send = async (body: BodyInit, type: string | undefined) => {
    const headers = new Headers({ authorization: `Bearer ${member}` })
    const request = new Request('http://localhost/api/v1/tickets', { method: 'POST', headers, body })
    request.headers.delete('content-type')
    if (type) request.headers.set('content-type', type)
    const response = await tickets(request)
    return { status: response.status, body: await response.json() }
  }
  const problem = (status: number, code: string, detail: string) => ({ status, body: { type: 'about:blank', status, code, detail } })
  const wrongType = problem(415, 'unsupported_media_type', 'Send a JSON body with Content-Type: application/json.')
  const wrongJson = problem(400, 'invalid_json', 'The body is not valid JSON in UTF-8.')

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json'])(
    'is JSON: %s is 415',
    async (type) => {
      expect(await send('{"title":"x"}', type)).toEqual(wrongType)
    },
  )

  test.each(['application/json', 'Application/JSON; charset=utf-8'])('%s is read', async (type) => {
    expect((await send('{"title":"x"}', type)).status).toBe(201)
  })

  test.each(['', '{', '{"title":"x"}}', "{'title':'x'}", '{"title":"x",}', 'title=x'])('%j is 400 invalid_json', async (text) => {
    expect(await send(text, 'application/json')).toEqual(wrongJson)
  })

  test('bytes that are not UTF-8 are 400 invalid_json', async () => {
    expect(await send(Buffer.from([0x22, 0xff, 0x22]), 'application/json')).toEqual(wrongJson)
  })

  test('more than 64 KiB is 413', async () => {
    expect(await send(`{"title":"x"}${' '.repeat(65_536)}`, 'application/json')).toEqual(
      problem(413, 'body_too_large', 'Send at most 65536 bytes.'),
    )
  })
})

describe('list: newest first, in pages', () => {
  const references = (body: { tickets: { reference: string }[] }) => body.tickets.map(({ reference }) => reference)

  test('none', async () => {
    expect(outcome(await list())).toEqual({ status: 200, body: { tickets: [], next_cursor: null } })
  })

  test('every ticket is on exactly one page, whatever is created meanwhile', async () => {
    for (let i = 1; i <= 7; i++) await create({ title: `Ticket ${i}` })
    const seen: string[][] = []
    let query = '?limit=3'
    for (;;) {
      const { status, body } = await list(query)
      expect(status).toBe(200)
      seen.push(references(body))
      if (body.next_cursor === null) break
      await create({ title: 'Meanwhile' })
      query = `?limit=3&cursor=${body.next_cursor}`
    }
    expect(seen).toEqual([['T-000007', 'T-000006', 'T-000005'], ['T-000004', 'T-000003', 'T-000002'], ['T-000001']])
  })

  test('a last page that is full has no next one', async () => {
    for (let i = 1; i <= 4; i++) await create({ title: `Ticket ${i}` })
    const first = (await list('?limit=2')).body
    expect([references(first), first.next_cursor]).toEqual([['T-000004', 'T-000003'], 'T-000003'])
    const second = (await list(`?limit=2&cursor=${first.next_cursor}`)).body
    expect([references(second), second.next_cursor]).toEqual([['T-000002', 'T-000001'], null])
  })

  test('a page has 25 unless told, 100 at most', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => ({ title: `Ticket ${i}`, createdById: owner.id }))
    await prisma().ticket.createMany({ data: rows })
    expect((await list()).body.tickets).toHaveLength(25)
    expect((await list('?limit=100')).body.tickets).toHaveLength(100)
  })

  test.each<[string, { field: string; message: string }]>([
    ['?limit=0', { field: 'limit', message: 'Too small: expected number to be >=1' }],
    ['?limit=101', { field: 'limit', message: 'Too big: expected number to be <=100' }],
    ['?limit=1.5', { field: 'limit', message: 'Invalid input: expected int, received number' }],
    ['?limit=many', { field: 'limit', message: 'Invalid input: expected number, received NaN' }],
    ['?cursor=nonsense', { field: 'cursor', message: 'Use the next_cursor of the page before.' }],
    ['?cursor=', { field: 'cursor', message: 'Use the next_cursor of the page before.' }],
    ['?page=2', { field: 'page', message: 'Unrecognized key: "page"' }],
    ['?ownerId=1', { field: 'ownerId', message: 'Unrecognized key: "ownerId"' }],
    ['?cursor=T-0000001', { field: 'cursor', message: 'Use the next_cursor of the page before.' }],
    ['?limit=1&limit=2', { field: 'limit', message: 'Sent twice.' }],
    ['?toString=1', { field: 'toString', message: 'Unrecognized key: "toString"' }],
    ['?constructor=1', { field: 'constructor', message: 'Unrecognized key: "constructor"' }],
    ['?__proto__=1', { field: '__proto__', message: 'Unrecognized key: "__proto__"' }],
    ['?toString=1&toString=2', { field: 'toString', message: 'Sent twice.' }],
    ['?__proto__=1&__proto__=2', { field: '__proto__', message: 'Sent twice.' }],
  ])('%s is refused', async (query, error) => {
    expect(outcome(await list(query))).toEqual(invalid(error))
  })
})

describe('one ticket', () => {
  test('has one reference, as it was handed out', async () => {
    const { body } = await create({ title: 'Invoice 4711' })
    expect(outcome(await get('T-000001'))).toEqual({ status: 200, body })
    for (const reference of ['T-0000001', 'T-000000001', 'T-00001', 'T-1', 'T-+00001', 'T-000001 ', 'T-000001\n', 'T-٠٠٠٠٠١', 'T000001']) {
      expect(outcome(await get(reference)), reference).toEqual(notFound)
      expect(outcome(await patch(reference, { title: 'x' })), reference).toEqual(notFound)
    }
    expect(outcome(await get('T-000001'))).toEqual({ status: 200, body })
  })

  test('nor is it that reference in lower case', async () => {
    await create({ title: 'Invoice 4711' })
    expect(outcome(await get('t-000001'))).toEqual(notFound)
  })

  test('has as many digits as it takes once there are a million', async () => {
    await prisma().ticket.create({ data: { number: 1_000_000, title: 'Millionth', createdById: owner.id } })
    expect((await get('T-1000000')).body.reference).toBe('T-1000000')
    expect(outcome(await get('T-01000000'))).toEqual(notFound)
  })

  test.each(['T-000001', 'T-0000001', 'T-000000', 'T-999999999', 'T-0000000001', 'T-1', '1', '', 'T-00000a', "T-000001' OR 1=1", '../me'])(
    '%j that does not exist is 404, to read and to change',
    async (reference) => {
      expect(outcome(await get(reference))).toEqual(notFound)
      expect(outcome(await patch(reference, { title: 'x' }))).toEqual(notFound)
      expect(outcome(await patch(reference, { assignee: null }, leader))).toEqual(notFound)
    },
  )
})

describe('change', () => {
  const reference = 'T-000001'
  let before: Record<string, unknown>

  beforeEach(async () => {
    before = (await create({ title: 'Invoice 4711', description: 'Charged twice.' })).body
  })

  test.each([
    [{ title: ' New title ' }, { title: 'New title' }],
    [{ description: '' }, { description: '' }],
    [{ status: 'IN_PROGRESS' }, { status: 'IN_PROGRESS' }],
    [
      { title: 'a', description: 'b', status: 'CLOSED' },
      { title: 'a', description: 'b', status: 'CLOSED' },
    ],
  ])('%j: what is left out stays, and it persists', async (change, changed) => {
    const reply = await patch(reference, change)
    expect(outcome(reply)).toEqual({ status: 200, body: { ...before, ...changed, updated_at: reply.body.updated_at } })
    expect(Date.parse(reply.body.updated_at)).toBeGreaterThanOrEqual(Date.parse(String(before.updated_at)))
    expect((await get(reference)).body).toEqual(reply.body)
  })

  test.each<[unknown, { field: string; message: string }]>([
    [{}, { field: '', message: 'Change at least one of title, description, status, assignee.' }],
    [{ title: 'a\0b' }, { field: 'title', message: 'Remove line breaks and other control characters.' }],
    [{ title: 'two\nlines' }, { field: 'title', message: 'Remove line breaks and other control characters.' }],
    [{ description: 'a\0b' }, { field: 'description', message: 'Remove the NUL character.' }],
    [{ title: '' }, { field: 'title', message: 'Too small: expected string to have >=1 characters' }],
    [{ status: 'DONE' }, { field: 'status', message: 'Invalid option: expected one of "NEW"|"IN_PROGRESS"|"CLOSED"' }],
    [{ assignee: 'nobody' }, { field: 'assignee', message: 'Invalid email address' }],
    [
      { title: 'x', reference: 'T-000002' },
      { field: 'reference', message: 'Unrecognized key: "reference"' },
    ],
    [
      { title: 'x', created_by: 'x@example.com' },
      { field: 'created_by', message: 'Unrecognized key: "created_by"' },
    ],
    [
      { title: 'x', updated_at: null },
      { field: 'updated_at', message: 'Unrecognized key: "updated_at"' },
    ],
  ])('%j is refused and changes nothing', async (change, error) => {
    expect(outcome(await patch(reference, change, leader))).toEqual(invalid(error))
    expect((await get(reference)).body).toEqual(before)
  })

  describe('assigning needs tickets:assign', () => {
    const lacks = {
      status: 403,
      body: {
        type: 'about:blank',
        status: 403,
        code: 'insufficient_scope',
        detail:
          'This token lacks the access option tickets:assign. Either no role of the credential carries it, or the token was requested with a narrower scope.',
      },
    }

    test('a Team Member’s token may neither assign nor unassign, and nothing of its change is made', async () => {
      for (const assignee of [owner.email, null]) {
        const reply = await patch(reference, { title: 'Changed', assignee })
        expect(outcome(reply)).toEqual(lacks)
        expect(reply.headers.get('www-authenticate')).toBe(
          'Bearer realm="Application Credentials", error="insufficient_scope", error_description="This token lacks the access option tickets:assign", scope="tickets:assign"',
        )
      }
      expect((await get(reference)).body).toEqual(before)
    })

    test('a Team Leader’s may, by e-mail address in any letter case, and take it back', async () => {
      const colleague = await person()
      expect((await patch(reference, { assignee: colleague.email.toUpperCase() }, leader)).body.assignee).toBe(colleague.email)
      expect((await get(reference)).body.assignee).toBe(colleague.email)
      expect((await patch(reference, { status: 'CLOSED' })).body.assignee).toBe(colleague.email)
      expect((await patch(reference, { assignee: null }, leader)).body.assignee).toBeNull()
      expect((await get(reference)).body.assignee).toBeNull()
    })

    test('not to somebody unknown or disabled; both look the same', async () => {
      const colleague = await person()
      await disableUser({ id: null, name: 'Test' }, colleague.id, new Date())
      expect(outcome(await patch(reference, { title: 'x', assignee: colleague.email }, leader))).toEqual(unknownAssignee)
      expect(outcome(await patch(reference, { title: 'x', assignee: 'nobody@example.com' }, leader))).toEqual(unknownAssignee)
      expect((await get(reference)).body).toEqual(before)
    })
  })
})
