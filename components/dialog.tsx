'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components'
import { IconButton } from './icon-button'
import { InlineAlert } from './inline-alert'
import { Modal } from './modal'

type DialogProps = {
  /** When it changes, the dialog has become another one and focus moves to its heading. */
  title: string
  /** Escape or the close button. Whether that closes the dialog is the parent's decision: it stops rendering it. */
  onDismiss: () => void
  children: ReactNode
}

/** A modal dialog with a heading and a close button; `DialogBody` and `DialogFooter` go inside. */
export function Dialog({ title, onDismiss, children }: DialogProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shownTitle = useRef(title)
  useEffect(() => {
    if (shownTitle.current !== title) heading.current?.focus()
    shownTitle.current = title
  }, [title])
  return (
    <Modal onEscape={onDismiss}>
      <AriaDialog className="flex min-h-0 grow flex-col outline-none">
        <header className="flex items-center justify-between gap-4 border-line border-b py-3 pr-3 pl-5">
          <Heading slot="title" ref={heading} tabIndex={-1} className="font-semibold text-base outline-none">
            {title}
          </Heading>
          <IconButton aria-label="Close" onPress={onDismiss}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </header>
        {children}
      </AriaDialog>
    </Modal>
  )
}

/** The part of a dialog that scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className="grid min-h-0 grow content-start gap-5 overflow-y-auto px-5 py-5">{children}</div>
}

/** What went wrong with a dialog as a whole; always in view. */
export function DialogAlert({ children }: { children: ReactNode }) {
  return (
    <div className="px-5 pb-4">
      <InlineAlert>{children}</InlineAlert>
    </div>
  )
}

/** The buttons of a dialog, always in view. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">{children}</footer>
}
