import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Change } from '@/lib/audit/changes'

/** So many changes fit into a row; its details show all. */
const shownAtMost = 2

/** What an event changed, in a line each: what it was, and what it became. */
export function ChangeSummary({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return '–'
  const more = changes.length - shownAtMost
  return (
    <ul className="grid gap-0.5 text-[0.8125rem]">
      {changes.slice(0, shownAtMost).map((change) => (
        <li key={change.field} className="wrap-anywhere line-clamp-2">
          <span className="text-muted">{change.field}: </span>
          <ChangeText change={change} />
        </li>
      ))}
      {more > 0 && <li className="text-muted">and {more} more</li>}
    </ul>
  )
}

/** One change: `before → after`, of a list what was removed and added, or the one value there was. */
function ChangeText({ change: { before, after, isList } }: { change: Change }): ReactNode {
  if (isList) {
    return (
      <>
        {before !== null && (
          <>
            removed <bdi>{before}</bdi>
          </>
        )}
        {before !== null && after !== null && ', '}
        {after !== null && (
          <>
            added <bdi>{after}</bdi>
          </>
        )}
      </>
    )
  }
  if (before === null || after === null) return <bdi>{before ?? after}</bdi>
  return (
    <>
      <bdi>{before}</bdi>
      <ArrowRight aria-hidden className="mx-1 inline size-3.5 align-[-0.15em] text-muted" />
      <span className="sr-only"> changed to </span>
      <bdi>{after}</bdi>
    </>
  )
}
