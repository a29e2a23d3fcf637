'use client'

import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Disclosure as AriaDisclosure, Button, DisclosurePanel } from 'react-aria-components'

/** Details behind a button that says what they are. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <AriaDisclosure className="group">
      <Button slot="trigger" className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-accent hover:underline">
        <ChevronRight aria-hidden className="size-4 transition-transform group-expanded:rotate-90" />
        {label}
      </Button>
      <DisclosurePanel>
        <div className="pt-2">{children}</div>
      </DisclosurePanel>
    </AriaDisclosure>
  )
}
