import { createTransport, type NodemailerError } from 'nodemailer'
import type { Smtp } from './smtp'

/** One e-mail. `id` becomes its Message-ID, so that a repetition can be told from a second message. */
export type Mail = { to: { name: string; address: string }; subject: string; text: string; html: string; id: string }

/**
 * Why the mail server did not take an e-mail: it refuses this one for good, it wants this one later, or it takes none at all now.
 * `code` is SMTP's (e.g. 550) or the connection's (e.g. `ECONNECTION`); it contains nothing of the message.
 */
export type NotSent = { ok: false; reason: 'refused' | 'later' | 'unavailable'; code: string }

/** Far below the time after which somebody else would try to send the same mail. */
const longestSendMs = 45_000

/**
 * Sends e-mail through one mail server, a connection for each. `smtps` is TLS from the first byte; otherwise TLS is used if the server
 * offers it, and demanded if a password is to be sent. On this machine there is no need for it.
 */
export function openMailer({ host, port, isSecure, isLocal, auth, from }: Smtp) {
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    auth,
    requireTLS: !isLocal && auth !== undefined,
    ignoreTLS: isLocal,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // Nothing in a message is to be fetched from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ id, ...message }: Mail, signal?: AbortSignal): Promise<{ ok: true } | NotSent> {
      const timeout = AbortSignal.timeout(longestSendMs)
      try {
        await transport.sendMail({
          ...message,
          from,
          messageId: `<${id}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        return { ok: true }
      } catch (error) {
        return { ok: false, ...whyNot(error as NodemailerError) }
      }
    },
  }
}

/** RFC 5321 §4.2.1: 5yz is for good, 4yz is not. What is said of the sender or the connection is about every mail, not this one. */
function whyNot({ code, command, responseCode = 0 }: NodemailerError): Omit<NotSent, 'ok'> {
  const said = String(responseCode || code || 'unknown')
  const isAboutThisMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM'
  if (!isAboutThisMail) return { reason: 'unavailable', code: said }
  return { reason: responseCode >= 400 && responseCode < 500 ? 'later' : 'refused', code: said }
}
