import { z } from 'zod'
import { prisma } from '@/lib/db/client'
import type { Prisma, Ticket as TicketRow } from '@/lib/db/generated/client'
import { type Page, pageOf } from '@/lib/db/page'
import { wellFormed } from '@/lib/text/well-formed'

const title = wellFormed
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'Remove line breaks and other control characters.')
const description = wellFormed.max(10_000).regex(/^[^\0]*$/, 'Remove the NUL character.')
const status = z.enum(['NEW', 'IN_PROGRESS', 'CLOSED'])

/** What creates a ticket. */
export const newTicket = z.strictObject({ title, description: description.default('') })

/** What changes a ticket; what is left out stays. `assignee` is a person's e-mail address, null for nobody. */
export const ticketPatch = z
  .strictObject({ title, description, status, assignee: z.email().nullable() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Change at least one of title, description, status, assignee.')

/** A ticket as the API shows it. People appear by e-mail address. */
export type Ticket = Pick<TicketRow, 'title' | 'description' | 'status' | 'createdAt' | 'updatedAt'> & {
  reference: string
  createdBy: string
  assignee: string | null
}

const ticketSummary = {
  number: true,
  title: true,
  description: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  createdBy: { select: { email: true } },
  assignee: { select: { email: true } },
} satisfies Prisma.TicketSelect

function toTicket({ number, createdBy, assignee, ...row }: Prisma.TicketGetPayload<{ select: typeof ticketSummary }>): Ticket {
  return { reference: referenceOf(number), ...row, createdBy: createdBy.email, assignee: assignee?.email ?? null }
}

const referenceOf = (number: number) => `T-${String(number).padStart(6, '0')}`

/** The number in a reference such as `T-000042`; undefined when it is not one. */
export function numberOf(reference: string): number | undefined {
  const digits = /^T-(\d{6}|[1-9]\d{6,8})$/.exec(reference)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Tickets, newest first, `limit` a page; `after` is the reference the previous page ended with. */
export async function listTickets({ after, limit }: { after?: number; limit: number }): Promise<Page<Ticket>> {
  const rows = await prisma().ticket.findMany({
    where: after === undefined ? undefined : { number: { lt: after } },
    orderBy: { number: 'desc' },
    take: limit + 1,
    select: ticketSummary,
  })
  return pageOf(rows.map(toTicket), limit, (ticket) => ticket.reference)
}

/** One ticket, or null. */
export async function findTicket(number: number): Promise<Ticket | null> {
  const row = await prisma().ticket.findUnique({ where: { number }, select: ticketSummary })
  return row && toTicket(row)
}

/** Creates a ticket in the name of `createdById`. */
export async function createTicket(createdById: string, input: z.infer<typeof newTicket>): Promise<Ticket> {
  return toTicket(await prisma().ticket.create({ data: { ...input, createdById }, select: ticketSummary }))
}

/** Changes a ticket. Only enabled people can be assigned. */
export async function changeTicket(
  number: number,
  { assignee, ...fields }: z.infer<typeof ticketPatch>,
): Promise<{ ok: true; ticket: Ticket } | { ok: false; reason: 'not-found' | 'unknown-assignee' }> {
  const data: Prisma.TicketUncheckedUpdateManyInput = { ...fields }
  if (assignee !== undefined) {
    const person =
      assignee && (await prisma().user.findFirst({ where: { email: assignee.toLowerCase(), disabledAt: null }, select: { id: true } }))
    if (assignee && !person) return { ok: false, reason: 'unknown-assignee' }
    data.assigneeId = person ? person.id : null
  }
  const [row] = await prisma().ticket.updateManyAndReturn({ where: { number }, data, select: { id: true } })
  const ticket = row && (await findTicket(number))
  return ticket ? { ok: true, ticket } : { ok: false, reason: 'not-found' }
}
