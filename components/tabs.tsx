'use client'

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel, VisuallyHidden } from 'react-aria-components'

/** One tab: its name, what it shows, and whether something in it has to be corrected. */
export type TabItem<Id extends string> = { id: Id; label: string; hasErrors?: boolean; content: ReactNode }

type TabsProps<Id extends string> = { label: string; tabs: TabItem<Id>[]; selected: Id; onSelect: (id: Id) => void }

/** Parts of a form or page of which one is shown at a time; the list of tabs stays in view, the panel scrolls. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key)
        if (tab) onSelect(tab.id)
      }}
      className="flex min-h-0 grow flex-col"
    >
      <TabList aria-label={label} className="flex shrink-0 gap-1 overflow-x-auto border-line border-b px-4">
        {tabs.map(({ id, label, hasErrors }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px flex min-h-10 cursor-pointer items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 text-muted outline-none hover:text-ink focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-4 selected:border-accent selected:font-medium selected:text-ink forced-colors:selected:border-[Highlight]"
          >
            {label}
            {hasErrors && (
              <>
                <CircleAlert aria-hidden className="size-3.5 text-danger" />
                <VisuallyHidden elementType="span">(has errors)</VisuallyHidden>
              </>
            )}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="grid min-h-0 grow content-start gap-5 overflow-y-auto px-5 py-5 outline-none">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
