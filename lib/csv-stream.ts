import { csvLine } from './csv'
import type { Page } from './db/page'

/** How many rows are read at a time. */
const stepRows = 1_000

/** Reads one step of a list: what follows `after`, or its beginning. */
type ReadStep<Item> = (step: { after?: string; limit: number }) => Promise<Page<Item>>

/**
 * A list as CSV, read and sent in steps: its size never matters to this server's memory. Stops reading when nobody takes it any more.
 * `fieldsOf` gives the fields of one row, in the order of `header`.
 */
export function csvStream<Item>(
  header: string[],
  read: ReadStep<Item>,
  fieldsOf: (item: Item) => Parameters<typeof csvLine>[0],
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = null
  let isBegun = false
  return new ReadableStream({
    async pull(controller) {
      const page = await read({ after: after ?? undefined, limit: stepRows })
      const lines = page.items.map((item) => csvLine(fieldsOf(item)))
      if (!isBegun) lines.unshift(csvLine(header))
      isBegun = true
      controller.enqueue(encoder.encode(lines.join('')))
      after = page.next
      if (after === null) controller.close()
    },
  })
}
