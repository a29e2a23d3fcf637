import { hash, randomFillSync } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const randomLength = 32
const checksumLength = 6

/** `acs_` marks a client secret, `act_` an access token, so that leak scanners can tell them apart. */
export type SecretPrefix = 'acs_' | 'act_'

/**
 * Makes a secret: prefix, 32 random base62 characters (190 bits), 6 characters of CRC-32 over both.
 * Only `[A-Za-z0-9_]`: nothing to escape in a form, a shell or a URL.
 */
export function createSecret(prefix: SecretPrefix): string {
  const body = prefix + randomBase62(randomLength)
  return body + checksum(body)
}

/** Whether `text` has the form of a secret of that kind, checksum included. Says nothing about whether it was ever issued. */
export function isWellFormedSecret(prefix: SecretPrefix, text: string): boolean {
  const bodyLength = prefix.length + randomLength
  if (text.length !== bodyLength + checksumLength || !text.startsWith(prefix)) return false
  const body = text.slice(0, bodyLength)
  return /^[0-9A-Za-z]+$/.test(text.slice(prefix.length)) && checksum(body) === text.slice(bodyLength)
}

/** SHA-256 of a secret, the only form that is stored. A slow hash would add nothing to 190 random bits. */
export function hashSecret(secret: string): Buffer<ArrayBuffer> {
  return Buffer.from(hash('sha256', secret, 'buffer'))
}

/** The last four characters, shown to tell secrets apart. */
export function secretHint(secret: string): string {
  return secret.slice(-4)
}

// Random bytes are taken a page at a time: asking for a few costs as much as asking for many. None is used twice or kept.
const pool = Buffer.alloc(4096)
let taken = pool.length

function randomByte() {
  if (taken === pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  const byte = pool.readUInt8(taken)
  pool.writeUInt8(0, taken++)
  return byte
}

/** `length` random characters of the base62 alphabet, without bias. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = randomByte()
    // 248 is the largest multiple of 62 in a byte; taking more would favour the first characters.
    if (byte < 248) text += alphabet[byte % 62]
  }
  return text
}

function checksum(body: string) {
  let value = crc32(body)
  let text = ''
  for (let i = 0; i < checksumLength; i++) {
    text = alphabet[value % 62] + text
    value = Math.floor(value / 62)
  }
  return text
}
