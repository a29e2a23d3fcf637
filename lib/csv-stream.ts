import { csvLine } from './csv'
import type { Page } from './db/page'

/** How many rows are read at a time. */
const stepRows = 1_000

/** Reads one step of a list: what follows `after`, or its beginning. */
type ReadStep<Item> = (step: { after?: string; limit: number }) => Promise<Page<Item>>

/**
 * A list as CSV, read and sent in steps: its size never matters to this server's memory. Stops reading when nobody takes it any more.
 * `fieldsOf` gives the fields of one row, in the order of `header`. Resolves once the first step is read, so that what fails at once is
 * known before anything is sent.
 */
export async function csvStream<Item>(
  header: string[],
  read: ReadStep<Item>,
  fieldsOf: (item: Item) => Parameters<typeof csvLine>[0],
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  let first: Page<Item> | undefined = await read({ limit: stepRows })
  let after: string | null = null
  return new ReadableStream({
    async pull(controller) {
      const page: Page<Item> = first ?? (await read({ after: after ?? undefined, limit: stepRows }))
      const lines = page.items.map((item) => csvLine(fieldsOf(item)))
      if (first) lines.unshift(csvLine(header))
      first = undefined
      controller.enqueue(encoder.encode(lines.join('')))
      after = page.next
      if (after === null) controller.close()
    },
  })
}
