'use client'

import type { ReactNode } from 'react'
import { Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { IconButton } from './icon-button'
import { popoverStyle } from './popover-style'

/** An icon button, named by `label`, that explains something in a few words beside it. */
export function HintButton({ label, title, icon, children }: { label: string; title: string; icon: ReactNode; children: ReactNode }) {
  return (
    <DialogTrigger>
      <IconButton aria-label={label}>{icon}</IconButton>
      <Popover className={popoverStyle()} placement="bottom end" offset={4}>
        <Dialog className="grid max-w-80 gap-1.5 p-4 outline-none">
          <Heading slot="title" className="font-semibold">
            {title}
          </Heading>
          <div className="text-muted">{children}</div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
