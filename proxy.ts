import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { config as readConfig } from './lib/config'

/**
 * Every page gets a content security policy with a nonce of its own: only the page's own scripts and styles run, nothing inline
 * that somebody smuggled in, and nobody may frame it. Next puts the nonce of the request's header on all it renders.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isDecodable(request.nextUrl.pathname)) return new NextResponse('There is no such address.', { status: 400 })
  const { isProduction } = readConfig()
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, isProduction)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Layouts and pages do not know their own address; sign-in has to lead back to it.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/**
 * Pages, and whatever is not found. What answers programs needs no policy, and a proxied request body would be cut off at 10 MB; the
 * pattern names their paths one by one, for anything else below the same prefix is a page that says so. Below /api/auth those paths that
 * may be impossible to decode.
 */
export const config = {
  matcher: [
    '/((?!api/v1(?:/|$)|api/auth/|api/health(?:/live|/ready)?/?$|(?:[Aa]uth/)?[Oo][Aa]uth/(?:[Tt]oken|[Ii]ntrospect|[Rr]evoke)/?$|\\.well-known/oauth-authorization-server/?$|_next/static/|icon\\.svg$).*)',
    '/api/auth/(.*%.*)',
  ],
}

/** Next answers 500 to a path whose parameters it cannot decode: `%` without two digits, or bytes that are no UTF-8. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function contentSecurityPolicy(nonce: string, isProduction: boolean): string {
  // In development React needs eval, and styles arrive inline with every change.
  const script = isProduction ? '' : " 'unsafe-eval'"
  const style = isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${script}`,
    `style-src 'self' ${style}`,
    // Positions that React Aria computes, and its visually hidden parts, are style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
