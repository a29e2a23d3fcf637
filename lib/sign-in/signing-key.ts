import { randomBytes } from 'node:crypto'
import { config } from '@/lib/config'
import { onePerProcess } from '@/lib/db/batch'
import { prisma } from '@/lib/db/client'

const keyName = 'sign-in-cookie'

const held = onePerProcess('sign-in-key', () => ({ key: undefined as Promise<string> | undefined }))

/**
 * The key that encrypts sign-in cookies: NEXTAUTH_SECRET, else one made at first use and kept in the database, where all processes
 * find it. The key alone signs nobody in: a cookie also carries a token of which the database has only the hash.
 */
export function signingKey(): Promise<string> {
  held.key ??= loadKey().catch((error) => {
    held.key = undefined
    throw error
  })
  return held.key
}

async function loadKey() {
  const configured = config().signInKey
  if (configured) return configured
  const value = randomBytes(32).toString('base64url')
  await prisma().serverKey.createMany({ data: { name: keyName, value }, skipDuplicates: true })
  return (await prisma().serverKey.findUniqueOrThrow({ where: { name: keyName }, select: { value: true } })).value
}
