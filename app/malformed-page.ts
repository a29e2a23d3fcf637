import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state'

/** A refusal of a request for a page, in plain words. */
type Refusal = { status: number; sentence: string }

/**
 * What Next would fail over, with an error of its own (500), although it is the sender's: undefined when there is nothing of the kind.
 * Pages take no multipart bodies: actions get their arguments as text, and the sign-in form is sent as it is before it is interactive.
 */
export function malformedPage({ method, headers }: { method: string; headers: Headers }): Refusal | undefined {
  if (!isRouterState(headers.get('next-router-state-tree')))
    return { status: 400, sentence: 'The header Next-Router-State-Tree cannot be read. Load the page again.' }
  if (method !== 'POST') return undefined
  if (/^\s*multipart\//i.test(headers.get('content-type') ?? ''))
    return { status: 415, sentence: 'Pages take no multipart bodies. Load the page again.' }
  if (headers.has('next-action') && !isOwnOrigin(headers))
    return { status: 403, sentence: 'This request comes from another site. Load the page again.' }
  return undefined
}

function isRouterState(header: string | null) {
  try {
    parseAndValidateFlightRouterState(header ?? undefined)
    return true
  } catch {
    return false
  }
}

/** As Next compares them; a request without an Origin is for the action to refuse. */
function isOwnOrigin(headers: Headers) {
  const origin = headers.get('origin')
  if (!origin) return true
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}
