import { maxPasswordBytes } from './max-password-bytes'
import { compareOnThread, hashOnThread } from './password-threads'

/** bcrypt work factor: about a quarter of a second on one ordinary core. */
const cost = 11

/** A hash of the same cost that belongs to no password anybody knows. */
const decoy = '$2b$11$y2K9uDFyv7IsXY8ykff.9ujEpcdJkuTjZj9MAJmu1XupY97JxywkG'

/** Hashes a person's password, in `withPasswordPlace` where people ask for it. @throws when it is longer than {@link maxPasswordBytes} */
export async function hashPassword(password: string): Promise<string> {
  if (Buffer.byteLength(password) > maxPasswordBytes) throw new Error(`A password has at most ${maxPasswordBytes} bytes`)
  return hashOnThread(password, cost)
}

/**
 * Whether the password is right; ask in `withPasswordPlace`. Without a hash (unknown person, or one nobody has set a password for) it
 * answers false after the same work.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const right = await compareOnThread(password, passwordHash ?? decoy)
  return right && passwordHash !== null && Buffer.byteLength(password) <= maxPasswordBytes
}
