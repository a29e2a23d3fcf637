'use client'

import { ToggleButton as AriaToggleButton, type ToggleButtonProps as AriaToggleButtonProps } from 'react-aria-components'

type ToggleButtonProps = Omit<AriaToggleButtonProps, 'className' | 'children'> & { children: string }

/** A small button that stays pressed while what it stands for holds. */
export function ToggleButton(props: ToggleButtonProps) {
  return (
    <AriaToggleButton
      {...props}
      className="h-8 rounded-md border border-edge bg-surface px-2.5 text-[0.8125rem] hover:bg-hover disabled:cursor-default disabled:bg-sunken disabled:text-muted disabled:opacity-55 selected:border-accent selected:bg-accent-soft selected:font-medium selected:text-accent forced-colors:selected:border-[Highlight]"
    />
  )
}
