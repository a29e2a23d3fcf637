import { z } from 'zod'
import { changeTicket, createTicket, findTicket, listTickets, newTicket, numberOf, type Ticket, ticketPatch } from '@/lib/tickets/tickets'
import { apiEndpoint, json } from './endpoint'
import { pageQuery, readJson, readQuery, wrongCursor } from './input'
import { invalidField, Problem } from './problem'
import { requireFeature, withBearer } from './with-bearer'

const ticketsQuery = pageQuery.extend({
  cursor: z
    .string()
    .refine((cursor) => numberOf(cursor) !== undefined, wrongCursor)
    .optional(),
})

/** `GET /api/v1/tickets`, newest first, in pages; `POST` creates one in the owner's name. */
export const tickets = apiEndpoint({
  GET: withBearer('tickets:read', async ({ request }) => {
    const { limit, cursor } = readQuery(request, ticketsQuery)
    const page = await listTickets({ after: numberOf(cursor ?? ''), limit })
    return json({ tickets: page.items.map(wire), next_cursor: page.next })
  }),
  POST: withBearer('tickets:write', async ({ request, principal }) => {
    const ticket = await createTicket(principal.owner.id, await readJson(request, newTicket))
    return json(wire(ticket), 201, { location: `/api/v1/tickets/${ticket.reference}` })
  }),
})

/** `GET` and `PATCH /api/v1/tickets/{reference}`. Assigning needs an access option of its own. */
export const ticket = apiEndpoint({
  GET: withBearer('tickets:read', async ({ params }) => {
    const found = await findTicket(requireNumber(params.reference))
    if (!found) throw notFound()
    return json(wire(found))
  }),
  PATCH: withBearer('tickets:write', async ({ request, params, principal }) => {
    const number = requireNumber(params.reference)
    const patch = await readJson(request, ticketPatch)
    if (patch.assignee !== undefined) requireFeature(principal, 'tickets:assign')
    const result = await changeTicket(number, patch)
    if (result.ok) return json(wire(result.ticket))
    if (result.reason === 'not-found') throw notFound()
    throw invalidField('assignee', 'Nobody who can be assigned has this e-mail address.')
  }),
})

const notFound = () => new Problem(404, 'not_found', 'There is no such ticket.')

function requireNumber(reference: string | undefined) {
  const number = numberOf(reference ?? '')
  if (number === undefined) throw notFound()
  return number
}

const wire = ({ createdBy, createdAt, updatedAt, ...ticket }: Ticket) => ({
  ...ticket,
  created_by: createdBy,
  created_at: createdAt,
  updated_at: updatedAt,
})
