'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { Button } from '@/components/button'
import type { Notice } from '@/lib/notices/list'
import { expiresWords } from '@/lib/notices/words'

type NoticesListProps = {
  notices: Notice[]
  onOpen: (notice: Notice) => void
  /** Absent while there is nothing to mark. */
  onMarkAllRead?: () => void
}

/** What the bell opens: my notices, soonest expiry first, each leading to its credential's details. */
export function NoticesList({ notices, onOpen, onMarkAllRead }: NoticesListProps) {
  const [now] = useState(() => new Date())
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <>
      <header className="flex min-h-12 items-center justify-between gap-3 border-line border-b py-2 pr-2 pl-4">
        <h2 ref={heading} tabIndex={-1} className="font-semibold">
          Notices
        </h2>
        {onMarkAllRead && (
          <Button
            tone="quiet"
            size="small"
            onPress={() => {
              // The button goes away with the last unread notice.
              heading.current?.focus()
              onMarkAllRead()
            }}
          >
            Mark all as read
          </Button>
        )}
      </header>
      {notices.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">No notices. You are told here when one of your credentials is about to expire.</p>
      ) : (
        <ul className="divide-y divide-line">
          {notices.map((notice) => (
            <li key={notice.id}>
              <Link
                href={`/user-management/application-credentials/${notice.credentialId}` as Route}
                onClick={() => onOpen(notice)}
                className="flex gap-2.5 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span
                  aria-hidden
                  className={`mt-1.5 size-2 shrink-0 rounded-full ${notice.isRead ? '' : 'bg-accent-solid forced-colors:bg-[Highlight]'}`}
                />
                <span className="min-w-0">
                  {!notice.isRead && <span className="sr-only">Unread: </span>}
                  <bdi className={`wrap-anywhere ${notice.isRead ? '' : 'font-medium'}`}>{notice.credentialName}</bdi>{' '}
                  <span className="text-muted">{expiresWords(notice.expiresOn, notice.expiresZone, now)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
