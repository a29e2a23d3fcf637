import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { isOwnOrigin } from '@/lib/own-origin'

/** A refusal of a request for a page, in plain words. */
export type Refusal = { status: number; sentence: string; headers?: Record<string, string> }

/**
 * What Next would fail over with an error of its own (500) although it is the sender's; undefined when there is nothing of the kind.
 * Pages take no multipart bodies: actions get their arguments as text, and the sign-in form is sent as it is before it is interactive.
 */
export function malformedRequest(request: IncomingMessage, body: Buffer, knowsAction: (id: string) => boolean): Refusal | undefined {
  const { method, headers } = request
  if (!isRouterState(headers['next-router-state-tree']))
    return { status: 400, sentence: 'The header Next-Router-State-Tree cannot be read. Load the page again.' }
  if (request.url?.startsWith('/_global-error')) return { status: 404, sentence: 'There is no such page.' }
  if (method !== 'POST' || request.url?.startsWith('/api/')) return undefined
  if (/^\s*multipart\//i.test(headers['content-type'] ?? ''))
    return { status: 415, sentence: 'Pages take no multipart bodies. Load the page again.' }
  const action = headers['next-action']
  if (action === undefined) return undefined
  // Next hands an action on to another of its pages by asking itself: the server would stand in the log as who did it.
  if (headers['x-action-forwarded'] !== undefined) return { status: 400, sentence: 'This page cannot do that. Load the page again.' }
  if (!isFromHere(headers)) return { status: 403, sentence: 'This request comes from another site. Load the page again.' }
  // The page is older than this server: Next's client knows the header and says so.
  if (!knowsAction(String(action)))
    return { status: 404, sentence: 'There is no such action. Load the page again.', headers: { 'x-nextjs-action-not-found': '1' } }
  if (!areArguments(body)) return { status: 400, sentence: 'The arguments of this action cannot be read. Load the page again.' }
  return undefined
}

function isRouterState(header: string | string[] | undefined) {
  try {
    parseAndValidateFlightRouterState(header)
    return true
  } catch {
    return false
  }
}

/** A request without an Origin is for the action to refuse. */
const isFromHere = ({ origin, host, 'x-forwarded-host': forwarded }: IncomingHttpHeaders) =>
  !origin || isOwnOrigin(origin, host, forwarded === undefined ? undefined : String(forwarded))

/** What React writes for a value that JSON lacks. Anything else after a dollar refers to a part of a multipart body, which there is none of. */
const special = /^\$(\$|D|n-?\d{1,20}$|undefined$|NaN$|-?Infinity$|-0$)/

/** No action has so many. */
const mostArguments = 10

/** Whether a body is what React's `encodeReply` makes of arguments that are plain data. */
function areArguments(body: Buffer) {
  try {
    const values: unknown = JSON.parse(body.toString(), (_key, value) => {
      if (typeof value === 'string' && value.startsWith('$') && !special.test(value)) throw new SyntaxError('no such value')
      return value
    })
    return Array.isArray(values) && values.length <= mostArguments
  } catch {
    return false
  }
}
