/** One page of a list; `next` names the place where the following page starts, null at the end. */
export type Page<Item> = { items: Item[]; next: string | null }

/** Cuts a page from rows of which one more than `limit` was asked for, to know whether there is another page. */
export function pageOf<Item>(rows: Item[], limit: number, keyOf: (item: Item) => string): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? keyOf(last) : null }
}
