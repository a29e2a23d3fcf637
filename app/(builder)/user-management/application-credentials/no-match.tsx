'use client'

import { Button } from '@/components/button'

/** What the list says when nothing matches the search. */
export function NoMatch({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <div className="grid justify-items-center gap-4 rounded-lg border border-line bg-surface px-5 py-10 text-center">
      <p className="wrap-anywhere text-base">
        None of your credentials matches “<bdi>{search.trim()}</bdi>”.
      </p>
      <Button onPress={onClear}>Clear search</Button>
    </div>
  )
}
