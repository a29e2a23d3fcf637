import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Smtp } from '@/lib/mail/smtp'

/** An e-mail as it arrived. */
export type Received = { from: string; to: string[]; headers: string; body: string }

/** What the server answers to a recipient; nothing: it takes the mail. */
export type Answer = { code: number; text: string } | undefined

/** A real mail server on this machine: what it took, how many it was asked to take, and how it is to answer from now on. */
export async function startMailServer() {
  const received: Received[] = []
  let tries = 0
  let answer: (recipient: string) => Answer = () => undefined
  let takesMs = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, callback) {
      tries += 1
      const refusal = answer(address)
      callback(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData(stream, { envelope }, callback) {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        const [headers = '', body = ''] = text.split(/\r\n\r\n(.*)/s)
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        setTimeout(() => {
          received.push({ from, to: envelope.rcptTo.map(({ address }) => address), headers, body })
          callback(null)
        }, takesMs)
      })
    },
  })
  // A client that goes away is none of the tests' business.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const smtp: Smtp = { host: '127.0.0.1', port, isSecure: false, isLocal: true, from: { name: 'Builder', address: 'builder@example.com' } }
  return {
    smtp,
    received,
    tries: () => tries,
    answerWith: (next: typeof answer) => {
      answer = next
    },
    takeLong: (ms: number) => {
      takesMs = ms
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
