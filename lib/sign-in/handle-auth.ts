import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { BodyTooLarge, readBody } from '@/lib/read-body'
import { authOptions } from './auth-options'

/** Far more than an e-mail address, a password and a token need. */
const limitBytes = 16 * 1024

const comeBack = { 'retry-after': '5' }

type Context = { params: Promise<{ nextauth: string[] }> }

/**
 * next-auth's own paths. It reads a body whole before it looks at it, so the body is measured first. While the database is away the
 * answer is 503, and whoever is signed in keeps their cookie.
 */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  try {
    let isOutage = false
    const onOutage = () => {
      isOutage = true
    }
    const answer = await NextAuth(await measured(request), context, await authOptions({ onOutage }))
    // A form that was sent without script is led back to the page, which says so.
    return isOutage && answer.status !== 302 ? outage(answer) : answer
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(413)
    if (error instanceof SyntaxError || error instanceof TypeError) return refuse(400)
    log().error({ error: String(error) }, 'next-auth failed')
    return isDatabaseUnavailable(error) ? refuse(503, comeBack) : refuse(500)
  }
}

/** The sign-in form reads the body, as of any other failure. */
async function outage(answer: Response) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...comeBack }
  return new Response(await answer.text(), { status: 503, headers })
}

async function measured(request: NextRequest) {
  if (request.method !== 'POST') return request
  const body = await readBody(request, limitBytes)
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body })
}

const refuse = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } })
