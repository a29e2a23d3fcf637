'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './icon-button'

type SidePanelProps = {
  /** Small words over the title; part of the panel's name. */
  kicker: string
  title: string
  /** Escape, the close button or a click beside the panel. The panel stays until its parent stops rendering it. */
  onDismiss: () => void
  children: ReactNode
}

/** A modal panel along the right edge for reading on beside a list. Nothing in it can be lost, so a click outside closes it. */
export function SidePanel({ kicker, title, onDismiss, children }: SidePanelProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onDismiss()
      }}
      className="fixed inset-0 z-30 bg-scrim"
    >
      <Modal className="ml-auto flex h-full w-full max-w-5xl flex-col border-line bg-canvas text-ink shadow-raised outline-none entering:animate-appear sm:border-l lg:w-[85vw]">
        <Dialog className="flex min-h-0 grow flex-col outline-none">
          <header className="flex items-start justify-between gap-4 border-line border-b bg-raised py-3 pr-3 pl-4 sm:pl-6">
            <Heading slot="title" level={1} className="min-w-0">
              <span className="block text-muted text-xs">{kicker} </span>
              <span className="wrap-anywhere block font-semibold text-lg tracking-tight">{title}</span>
            </Heading>
            <IconButton aria-label="Close" onPress={onDismiss}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-4 py-5 sm:px-6">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
