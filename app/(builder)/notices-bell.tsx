'use client'

import { Bell } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { announce } from '@/components/announcer'
import { IconButton } from '@/components/icon-button'
import { popoverStyle } from '@/components/popover-style'
import type { Notice } from '@/lib/notices/list'
import { NoticesList } from './notices-list'
import { useNotices } from './use-notices'

/** The bell: how many notices I have not read, and on a press what they say. `initial` is what the server knew. */
export function NoticesBell({ initial }: { initial: Notice[] }) {
  const { notices, markRead } = useNotices(initial)
  const [isOpen, setOpen] = useState(false)
  const unread = notices.filter(({ isRead }) => !isRead)
  function markAllRead() {
    markRead(unread.map(({ id }) => id))
    announce('All notices are read')
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton tone="bar" aria-label={unread.length > 0 ? `Notices, ${unread.length} unread` : 'Notices'} className="relative">
        <Bell aria-hidden className="size-4" />
        {unread.length > 0 && (
          // The number is no text: it would become part of the popover's name, which axe takes for content outside the dialog.
          <span
            aria-hidden
            data-count={unread.length > 9 ? '9+' : unread.length}
            className="-top-0.5 -right-0.5 absolute grid h-4 min-w-4 place-items-center rounded-full bg-on-bar px-1 font-semibold text-[0.625rem] text-bar tabular-nums before:content-[attr(data-count)] forced-colors:border"
          />
        )}
      </IconButton>
      <Popover className={popoverStyle({ className: 'w-84 max-w-[calc(100vw-1rem)]' })} placement="bottom end" offset={4}>
        <Dialog aria-label="Notices" className="outline-none">
          <NoticesList
            notices={notices}
            onOpen={(notice) => {
              setOpen(false)
              if (!notice.isRead) markRead([notice.id])
            }}
            onMarkAllRead={unread.length > 0 ? markAllRead : undefined}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
