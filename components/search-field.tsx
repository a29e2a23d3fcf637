'use client'

import { Search } from 'lucide-react'
import { SearchField as AriaSearchField, Input } from 'react-aria-components'
import { field } from './field-style'

type SearchFieldProps = { label: string; placeholder?: string; value: string; onChange: (value: string) => void }

/** A search box; Escape empties it. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted" />
      <Input
        placeholder={placeholder}
        autoComplete="off"
        spellCheck="false"
        className={field().box({ className: 'pr-3 pl-9 [&::-webkit-search-cancel-button]:hidden' })}
      />
    </AriaSearchField>
  )
}
