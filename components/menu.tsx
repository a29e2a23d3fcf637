'use client'

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps,
  Popover,
} from 'react-aria-components'
import { popoverStyle } from './popover-style'

/** The list of a menu button; put it beside the button inside a `MenuTrigger`. */
export function Menu<T extends object>(props: Omit<MenuProps<T>, 'className'>) {
  return (
    <Popover className={popoverStyle()} placement="bottom end" offset={4}>
      <AriaMenu {...props} className="min-w-44 p-1 outline-none" />
    </Popover>
  )
}

type MenuItemProps = Omit<AriaMenuItemProps, 'className' | 'children' | 'textValue'> & {
  icon: ReactNode
  label: string
  /** A few more words beside the label. */
  hint?: string
  tone?: 'plain' | 'danger'
}

/** One choice of a menu: an icon and words, with a tick when it is the selected one. */
export function MenuItem({ icon, label, hint, tone = 'plain', ...props }: MenuItemProps) {
  const colour = tone === 'danger' ? 'text-danger focus:bg-danger-soft' : 'focus:bg-hover disabled:text-muted'
  return (
    <AriaMenuItem
      {...props}
      textValue={label}
      className={`flex min-h-8 cursor-default items-center gap-2.5 rounded px-2 py-1.5 outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 [&_svg]:size-4 [&_svg]:shrink-0 ${colour}`}
    >
      {({ isSelected }) => (
        <>
          {icon}
          <span className="grow">{label}</span>
          {hint && <span className="text-muted text-xs">{hint}</span>}
          {isSelected && <Check aria-hidden className="text-accent" />}
        </>
      )}
    </AriaMenuItem>
  )
}
