import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { getServerSession, type Session } from 'next-auth'
import { authOptions } from './auth-options'

/** A cookie as it was sent. */
export type SentCookie = { name: string; value: string }

/** What a request asks of next-auth: the parts of the path below /api/auth, and the fields of the form. */
export type Question = { path: string[]; method: 'GET' | 'POST'; form: Record<string, string>; cookies: SentCookie[]; address?: string }

/**
 * Lets next-auth answer. It gets to see nothing but what the product uses: the rest it believes too readily, and a cookie or an address
 * that anybody can plant makes it fail.
 * @throws what failed on our side, where next-auth would have made an answer of it
 */
export async function askNextAuth({ path, method, form, cookies, address }: Question): Promise<Response> {
  const request = { method, query: { nextauth: path }, body: form, cookies: known(cookies), headers: {} }
  const { response, answer } = collected()
  await faultless(
    (onFault) => authOptions({ address, onFault }),
    async (options) => NextAuth(asPage(request), response, options),
  )
  return answer()
}

/**
 * The sign-in that cookies belong to, checked; null without one.
 * @throws when it cannot be checked: nobody is signed out by that
 */
export async function sessionOf(cookies: SentCookie[], { countsAsUse = true } = {}): Promise<Session | null> {
  const request = asPage({ cookies: known(cookies), headers: {} })
  return faultless(
    (onFault) => authOptions({ countsAsUse, onFault }),
    async (options) => getServerSession(request, collected().response, options),
  )
}

/** Asks with options that tell of faults, and throws the first. */
async function faultless<Options, Result>(
  optionsFor: (onFault: (fault: unknown) => void) => Promise<Options>,
  ask: (options: Options) => Promise<Result>,
) {
  const faults: unknown[] = []
  const result = await ask(await optionsFor((fault) => faults.push(fault)))
  if (faults.length > 0) throw faults[0]
  return result
}

/** next-auth's own, without the one for where to go on to: nothing here looks at it. */
const knownCookie = /^(__Host-|__Secure-)?next-auth\.(csrf-token|session-token(\.\d+)?)$/

const known = (cookies: SentCookie[]) =>
  Object.fromEntries(cookies.filter(({ name }) => knownCookie.test(name)).map(({ name, value }) => [name, value]))

const asPage = (request: object) => request as NextApiRequest

/** A response as next-auth writes it, and the one that comes of it. */
function collected() {
  const headers = new Map<string, string | string[]>()
  let status = 200
  let body: string | null = null
  const written = {
    status: (code: number) => {
      status = code
      return written
    },
    getHeader: (name: string) => headers.get(name),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name, value)
      return written
    },
    json: (value: unknown) => {
      headers.set('Content-Type', 'application/json')
      body = JSON.stringify(value)
    },
    send: (value: unknown) => {
      body = typeof value === 'string' ? value : JSON.stringify(value)
    },
    end: () => {},
  }
  const answer = () => {
    const sent = new Headers({ 'Cache-Control': 'no-store' })
    for (const [name, value] of headers) {
      if (typeof value === 'string') sent.set(name, value)
      else for (const one of value) if (knownCookie.test(one.slice(0, one.indexOf('=')))) sent.append(name, one)
    }
    return new Response(body, { status, headers: sent })
  }
  return { response: written as unknown as NextApiResponse, answer }
}
