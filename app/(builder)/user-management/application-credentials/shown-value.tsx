import { type ReactNode, useId } from 'react'
import { Group } from 'react-aria-components'

/** A labelled value to be copied, with its buttons. */
export function ShownValue({ label, value, children }: { label: string; value: ReactNode; children: ReactNode }) {
  const labelId = useId()
  return (
    <Group aria-labelledby={labelId} className="grid gap-1.5">
      <span id={labelId} className="font-medium">
        {label}
      </span>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <div className="wrap-anywhere min-w-48 grow basis-0 font-mono text-[0.8125rem]">{value}</div>
        <div className="ml-auto flex gap-1.5">{children}</div>
      </div>
    </Group>
  )
}
