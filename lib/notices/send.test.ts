import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expiryInstant } from '@/lib/credentials/expiry'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { credentialOf, type Person, person } from '@/lib/testing/company'
import { startMailServer } from '@/lib/testing/mail-server'
import { disableUser } from '@/lib/users/disable'
import { createNotices } from './create'
import { sendNotices } from './send'

useTestDatabase()

const now = new Date('2026-12-28T12:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const publicUrl = 'https://credentials.example.com'
let mail: Awaited<ReturnType<typeof startMailServer>>
let owner: Person

beforeEach(async () => {
  mail = await startMailServer()
  owner = await person()
})
afterEach(() => mail.stop())

/** A credential that works through the end of 31 December 2026, and the notice of it. */
async function noticed(of = owner, name?: string) {
  const { id } = await credentialOf(of)
  const expiresAt = expiryInstant('2026-12-31', of.timeZone)
  const data = { expiresOn: '2026-12-31', expiresAt, createdAt: later(-100_000), ...(name && { name }) }
  await prisma().applicationCredential.update({ where: { id }, data })
  await createNotices(now)
  return id
}

const send = (at = now, smtp: typeof mail.smtp | null = mail.smtp) => sendNotices(at, undefined, { smtp: smtp ?? undefined, publicUrl })
const pending = () => prisma().notice.count({ where: { emailedAt: null } })

describe('when SMTP_URL is set, the owner of a credential that is about to expire gets an e-mail', () => {
  test('from this server, to them alone, once', async () => {
    const id = await noticed(owner, 'Joiner and leaver sync')
    expect(await send()).toBe(1)
    expect(await send()).toBe(0)
    expect(await send(later(60))).toBe(0)
    const [message, ...others] = mail.received
    expect(others).toEqual([])
    expect(message).toMatchObject({ from: 'builder@example.com', to: [owner.email] })
    expect(message?.headers).toContain('From: Builder <builder@example.com>')
    expect(message?.headers).toContain(`To: ${owner.name} <${owner.email}>`)
    expect(message?.headers).toContain('Auto-Submitted: auto-generated')
    expect(message?.headers).toMatch(/^Message-ID: <[0-9a-f-]{36}@credentials\.example\.com>$/m)
    const body = decoded(message?.body ?? '')
    expect(body).toContain('“Joiner and leaver sync” expires in 3 days')
    expect(body).toContain(`${publicUrl}/user-management/application-credentials/${id}`)
  })

  test('every notice its own: one for each of several people and credentials', async () => {
    const other = await person()
    await noticed()
    await noticed()
    await noticed(other)
    expect(await send()).toBe(3)
    expect(mail.received.flatMap(({ to }) => to).sort()).toEqual([owner.email, owner.email, other.email].sort())
  })

  test('without SMTP_URL nothing is sent, nor later what was not sent then for an expiry that has passed', async () => {
    await noticed()
    expect(await send(now, null)).toBe(0)
    expect(await pending()).toBe(1)
    expect(await send(new Date('2027-01-01T00:00:00Z'))).toBe(0)
  })

  test('nothing about a credential that was disabled, extended or overtaken by a more urgent notice meanwhile, nor to a disabled person', async () => {
    const [disabled, extended, urgent] = [await noticed(), await noticed(), await noticed()]
    const away = await person()
    await noticed(away)
    await disableUser({ id: null, name: 'Server' }, away.id, now)
    await prisma().applicationCredential.update({ where: { id: disabled }, data: { disabledAt: now } })
    await prisma().applicationCredential.update({ where: { id: extended }, data: { expiresAt: later(500_000) } })
    const nextDay = new Date('2026-12-30T12:00:00Z')
    await createNotices(nextDay)
    expect(await send(nextDay)).toBe(1)
    // The subject is encoded, and folded where the name happens to be long.
    expect(mail.received[0]?.headers.replace(/\?=\s+=\?UTF-8\?Q\?/g, '')).toContain('expires')
    expect(decoded(mail.received[0]?.body ?? '')).toContain(urgent)
    expect(decoded(mail.received[0]?.body ?? '')).toContain('expires tomorrow')
  })

  test('a name cannot add a header, or markup', async () => {
    await database().pool.query('UPDATE users SET name = $1', ['Eve\r\nBcc: everybody@example.com'])
    await noticed(owner, '<b>x</b>\r\nBcc: everybody@example.com')
    expect(await send()).toBe(1)
    expect(mail.received[0]?.to).toEqual([owner.email])
    expect(mail.received[0]?.headers).not.toMatch(/^Bcc/im)
    expect(decoded(mail.received[0]?.body ?? '')).toContain('&lt;b&gt;x&lt;/b&gt;')
  })
})

describe('sent once', () => {
  test('by two senders at the same time', async () => {
    for (let i = 0; i < 5; i++) await noticed()
    mail.takeLong(30)
    const sent = await Promise.all([send(), send()])
    expect(sent.reduce((sum, n) => sum + n, 0)).toBe(5)
    expect(new Set(mail.received.map(({ headers }) => /^Message-ID: (.*)$/m.exec(headers)?.[1])).size).toBe(5)
    expect(mail.received).toHaveLength(5)
  })

  test('a process that died with a mail in hand: another one sends it after five minutes', async () => {
    await noticed()
    await database().pool.query('UPDATE notices SET email_claimed_at = $1', [now])
    expect(await send(later(4.9))).toBe(0)
    expect(await send(later(6))).toBe(1)
  })
})

describe('a mail server', () => {
  test('that is down is tried again after five minutes, and one failure ends the round', async () => {
    await noticed()
    await noticed()
    const away = { ...mail.smtp, port: 1 }
    expect(await send(now, away)).toBe(0)
    expect(await prisma().notice.count({ where: { emailClaimedAt: { not: null } } })).toBe(1)
    expect(await send(later(1))).toBe(1)
    expect(await send(later(6))).toBe(1)
    expect(await pending()).toBe(0)
  })

  test('that says "later" of one recipient gets the others now and that one again', async () => {
    const busy = await person()
    await noticed(busy)
    await noticed()
    mail.answerWith((recipient) => (recipient === busy.email ? { code: 450, text: 'Mailbox busy' } : undefined))
    expect(await send()).toBe(1)
    mail.answerWith(() => undefined)
    expect(await send(later(4))).toBe(0)
    expect(await send(later(6))).toBe(1)
  })

  test('that refuses a recipient for good is asked once a day, and keeps nobody else waiting', async () => {
    const unknown = await person()
    await noticed(unknown)
    await noticed()
    mail.answerWith((recipient) => (recipient === unknown.email ? { code: 550, text: 'No such user' } : undefined))
    expect(await send()).toBe(1)
    expect(mail.tries()).toBe(2)
    expect(await send(later(60))).toBe(0)
    expect(mail.tries()).toBe(2)
    expect(await send(later(24 * 60 + 6))).toBe(0)
    expect(mail.tries()).toBe(3)
  })

  test('without TLS elsewhere gets no password', async () => {
    await noticed()
    expect(await send(now, { ...mail.smtp, isLocal: false, auth: { user: 'builder', pass: 'never in the clear' } })).toBe(0)
    expect(mail.tries()).toBe(0)
    expect(await send(later(6), { ...mail.smtp, isLocal: false })).toBe(1)
  })

  test('that never ends does not keep the server from stopping', async () => {
    await noticed()
    mail.takeLong(60_000)
    const stopping = new AbortController()
    const sending = sendNotices(now, stopping.signal, { smtp: mail.smtp, publicUrl })
    while (mail.tries() === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    stopping.abort()
    expect(await sending).toBe(0)
    expect(await pending()).toBe(1)
  })
})

/** Undoes quoted-printable (RFC 2045 §6.7) and base64 bodies as far as these tests look at them. */
function decoded(body: string): string {
  const bytes = body.replace(/=\r\n/g, '').replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
