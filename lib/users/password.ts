import { compare, hash } from 'bcryptjs'
import { maxPasswordBytes } from './max-password-bytes'

/** bcrypt work factor: about a quarter of a second on one ordinary core. */
const cost = 11

/** Hashes a person's password. @throws when it is longer than {@link maxPasswordBytes} */
export async function hashPassword(password: string): Promise<string> {
  if (Buffer.byteLength(password) > maxPasswordBytes) throw new Error(`A password has at most ${maxPasswordBytes} bytes`)
  return hash(password, cost)
}

let decoy: Promise<string> | undefined

/** Whether the password is right. Without a hash (unknown person) it answers false after the same work. */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  decoy ??= hash('nobody has this password', cost)
  const right = await compare(password, passwordHash ?? (await decoy))
  return right && passwordHash !== undefined && Buffer.byteLength(password) <= maxPasswordBytes
}
