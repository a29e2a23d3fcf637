import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { isOwnOrigin } from '@/lib/own-origin'

/** A refusal of a request for a page, in plain words. */
export type Refusal = { status: number; sentence: string }

/**
 * What Next would fail over with an error of its own (500) although it is the sender's; undefined when there is nothing of the kind.
 * Pages take no multipart bodies: actions get their arguments as text, and the sign-in form is sent as it is before it is interactive.
 */
export function malformedRequest(request: IncomingMessage, body: Buffer): Refusal | undefined {
  const { method, headers } = request
  if (!isRouterState(headers['next-router-state-tree']))
    return { status: 400, sentence: 'The header Next-Router-State-Tree cannot be read. Load the page again.' }
  if (method !== 'POST' || request.url?.startsWith('/api/')) return undefined
  if (/^\s*multipart\//i.test(headers['content-type'] ?? ''))
    return { status: 415, sentence: 'Pages take no multipart bodies. Load the page again.' }
  if (headers['next-action'] === undefined) return undefined
  if (!isFromHere(headers)) return { status: 403, sentence: 'This request comes from another site. Load the page again.' }
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
const special = /^\$(\$|D|T|n-?\d+$|undefined$|NaN$|-?Infinity$|-0$)/

/** Whether a body is what React's `encodeReply` makes of arguments that are plain data. */
function areArguments(body: Buffer) {
  try {
    const values: unknown = JSON.parse(body.toString(), (_key, value) => {
      if (typeof value === 'string' && value.startsWith('$') && !special.test(value)) throw new SyntaxError('no such value')
      return value
    })
    return Array.isArray(values)
  } catch {
    return false
  }
}
