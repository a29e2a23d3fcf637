import { headers } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { clientAddress } from '@/lib/client-address'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { longestSignInSeconds, type SignInEnd } from './alive'
import { checkSignIn, type SignedInUser } from './check'
import { endSignIn } from './end'
import { signingKey } from './signing-key'
import { verifySignIn } from './verify'

declare module 'next-auth' {
  interface Session {
    user?: SignedInUser
    /** The row of this sign-in; no secret. */
    signInId?: string
    /** Set instead of `user` while they have to choose another password: whatever looks for `user` is closed to them. */
    mustChangePassword?: SignedInUser
    /** Set instead of `user` when the sign-in no longer holds. */
    ended?: SignInEnd
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    signInToken?: string
  }
}

const submitted = z.object({
  email: z
    .string()
    .max(320)
    .regex(/^\P{Cc}*$/u),
  password: z.string().max(1000),
  timeZone: z.string().max(100).optional(),
})

type Choices = {
  /** Whether looking at the sign-in is a use of it. */
  countsAsUse?: boolean
  /** Told when the database is away. next-auth itself takes any error for a sign-in that ended, or a wrong password. */
  onOutage?: (error: unknown) => void
}

/**
 * next-auth's options: e-mail and password; the cookie holds nothing but an encrypted sign-in token that is checked at every request.
 */
export async function authOptions({ countsAsUse = true, onOutage = () => {} }: Choices = {}): Promise<NextAuthOptions> {
  const noted = (error: unknown) => {
    if (isDatabaseUnavailable(error)) onOutage(error)
    throw error
  }
  return {
    secret: await signingKey(),
    session: { strategy: 'jwt', maxAge: longestSignInSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, timeZone: {} },
        authorize: (input, request) => authorize(input, request, onOutage),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { signInToken: user.id } : { signInToken: token.signInToken }),
      session: async ({ session, token }) => {
        const check = token.signInToken
          ? await checkSignIn(token.signInToken, new Date(), { countsAsUse }).catch(noted)
          : ({ ok: false, reason: 'ended' } as const)
        const { expires } = session
        if (!check.ok) return { expires, ended: check.reason }
        const { signInId, user } = check
        return check.mustChangePassword ? { expires, signInId, mustChangePassword: user } : { expires, signInId, user }
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.signInToken) await endSignIn(token.signInToken, new Date(), clientAddress(await headers()))
      },
    },
    logger: {
      error: (code, metadata) => log().error({ code, error: String('message' in metadata ? metadata.message : code) }, 'next-auth'),
      warn: (code) => log().warn({ code }, 'next-auth'),
    },
  }
}

/** next-auth hands on only a "user" with an id; here that id is the sign-in token. @throws the reason, when it may be told */
async function authorize(
  input: unknown,
  request: { headers?: HeadersInit },
  onOutage: (error: unknown) => void,
): Promise<{ id: string } | null> {
  const parsed = submitted.safeParse(input)
  if (!parsed.success) return null
  const address = clientAddress(new Headers(request.headers))
  const result = await verifySignIn({ ...parsed.data, address }, new Date()).catch((error) => {
    if (isDatabaseUnavailable(error)) onOutage(error)
    // next-auth would put the error's own words into an address.
    log().error({ error: String(error) }, 'sign-in failed')
    throw new Error('unavailable')
  })
  if (result.ok) return { id: result.token }
  if (result.reason === 'wrong') return null
  throw new Error(result.reason)
}
