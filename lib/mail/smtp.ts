import { z } from 'zod'
import { isLoopback } from '../secure-transport'

/** `SMTP_URL`: scheme, perhaps user and password, host and port. */
export const smtpUrl = z
  .url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587 or smtps://…' })
  .refine((address) => !URL.canParse(address) || isSmtpAddress(new URL(address)), 'must be user, password, host and port only')
  .transform((address) => new URL(address))

/** `SMTP_FROM`: one address, perhaps with a name before it; neither can break out of a header line. */
export const mailbox = z
  .string()
  .max(320)
  .regex(
    /^(?:[^<>"\p{C}]*<[^\s<>"@\p{C}]+@[^\s<>"@\p{C}]+>|[^\s<>"@\p{C}]+@[^\s<>"@\p{C}]+)$/u,
    'must look like Builder <builder@example.com>',
  )
  .transform((text) => {
    const [, name, address] = /^(.*)<(.*)>$/.exec(text) ?? []
    return { name: name?.trim() || 'Builder', address: address ?? text }
  })

/** The mail server that sends this server's e-mail, and in whose name. */
export type Smtp = {
  host: string
  port: number
  /** TLS from the first byte. */
  isSecure: boolean
  /** On this machine, where nobody listens in. */
  isLocal: boolean
  auth?: { user: string; pass: string }
  from: { name: string; address: string }
}

/** Puts the two together; the address mail comes from is one at this server's own name unless it is given. */
export function smtpOf(url: URL, from: Smtp['from'] | undefined, publicUrl: string): Smtp {
  const isSecure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const user = decodeURIComponent(url.username)
  const { hostname } = new URL(publicUrl)
  return {
    host,
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    isLocal: host === 'localhost' || isLoopback(host),
    ...(user && { auth: { user, pass: decodeURIComponent(url.password) } }),
    // An IP address is no domain to have a mailbox in.
    from: from ?? { name: 'Builder', address: `no-reply@${/[:\d]$|\]$/.test(hostname) ? 'localhost' : hostname}` },
  }
}

function isSmtpAddress({ protocol, hostname, pathname, search, hash, username, password }: URL) {
  // Said already.
  if (!/^smtps?:$/.test(protocol)) return true
  if (hostname === '' || !['', '/'].includes(pathname) || search || hash || (password && !username)) return false
  try {
    return [username, password].map(decodeURIComponent).every((text) => !/\p{Cc}/u.test(text))
  } catch {
    return false
  }
}
