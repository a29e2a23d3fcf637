import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
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

/** Too many passwords wait to be compared; nothing was done. */
export class SignInBusy extends Error {
  override name = 'SignInBusy'
}

/** What depends on the request that next-auth is asked to answer. */
type Occasion = {
  /** Where the request comes from. */
  address?: string
  /** Whether a look at the sign-in counts as a use of it; it does unless told otherwise. */
  countsAsUse?: boolean
  /** Hears of faults of ours that next-auth would make into an answer: that a password is wrong, or that nobody is signed in. */
  onFault: (fault: unknown) => void
}

/**
 * next-auth's options: e-mail and password; the cookie holds nothing but an encrypted sign-in token that is checked at every request.
 */
export async function authOptions({ address, countsAsUse = true, onFault }: Occasion): Promise<NextAuthOptions> {
  const told = (fault: unknown): never => {
    onFault(fault)
    // next-auth would put the fault's own words into an address.
    throw new Error('unavailable')
  }
  // next-auth hands on only a "user" with an id; here that id is the sign-in token. Null means that the password is wrong.
  const authorize = async (input: unknown) => {
    const parsed = submitted.safeParse(input)
    if (!parsed.success) return null
    const result = await verifySignIn({ ...parsed.data, address }, new Date()).catch(told)
    if (result.ok) return { id: result.token }
    if (result.reason === 'wrong') return null
    throw result.reason === 'busy' ? told(new SignInBusy()) : new Error(result.reason)
  }
  return {
    secret: await signingKey(),
    session: { strategy: 'jwt', maxAge: longestSignInSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, timeZone: {} },
        authorize,
      }),
    ],
    callbacks: {
      // Where a person goes on to is the sign-in page's to decide; what next-auth was given as `callbackUrl` is not looked at.
      redirect: ({ baseUrl }) => baseUrl,
      jwt: ({ token, user }) => (user ? { signInToken: user.id } : { signInToken: token.signInToken }),
      session: async ({ session, token }) => {
        const check = token.signInToken
          ? await checkSignIn(token.signInToken, new Date(), { countsAsUse }).catch(told)
          : ({ ok: false, reason: 'ended' } as const)
        const { expires } = session
        if (!check.ok) return { expires, ended: check.reason }
        const { signInId, user } = check
        return check.mustChangePassword ? { expires, signInId, mustChangePassword: user } : { expires, signInId, user }
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.signInToken) await endSignIn(token.signInToken, new Date(), address).catch(told)
      },
    },
    logger: {
      error: (code, metadata) => {
        const level = strangersFaults.includes(code) ? 'debug' : 'error'
        log()[level]({ code, error: String('message' in metadata ? metadata.message : code) }, 'next-auth')
      },
      warn: (code) => log().warn({ code }, 'next-auth'),
    },
  }
}

/** A cookie that cannot be read: anybody can send one. What fails on our side while it is looked at is told by `onFault`. */
const strangersFaults = ['JWT_SESSION_ERROR', 'SIGNOUT_ERROR']
