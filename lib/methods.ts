/** A machine endpoint: a plain function of the web platform. `context.params` are the path's placeholders. */
export type Endpoint = (request: Request, context?: EndpointContext) => Promise<Response>

/** What the router knows of the path. */
export type EndpointContext = { params: Promise<Record<string, string | string[] | undefined>> }

/**
 * One endpoint out of handlers by method. HEAD is GET without its body, OPTIONS lists the methods; any other method is refused by
 * `refuse` with 405 and `Allow` (RFC 9110 §15.5.6): a response, or an endpoint that makes one.
 */
export function methods(
  handlers: Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Endpoint>>,
  refuse: (allow: string) => Response | Endpoint,
): Endpoint {
  const allow = [...Object.keys(handlers), ...(handlers.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return async (request, context) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
    const method = request.method === 'HEAD' ? 'GET' : (request.method as keyof typeof handlers)
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined
    if (!handler) {
      const refusal = refuse(allow)
      return refusal instanceof Response ? refusal : refusal(request, context)
    }
    const response = await handler(request, context)
    return request.method === 'HEAD' ? new Response(null, response) : response
  }
}
