'use client'

import type { ReactNode } from 'react'
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components'
import { tv } from 'tailwind-variants'

const sheet = tv({
  base: [
    'flex w-full flex-col border-line bg-raised text-ink shadow-raised outline-none entering:animate-appear',
    'max-sm:h-(--visual-viewport-height) sm:max-h-[calc(var(--visual-viewport-height)-3rem)] sm:rounded-xl sm:border',
  ],
  variants: { size: { small: 'sm:max-w-md', medium: 'sm:max-w-xl' } },
})

type ModalProps = {
  size?: 'small' | 'medium'
  /** Escape was pressed. The modal stays until its parent stops rendering it: what leaving means is the parent's to decide. */
  onEscape: () => void
  children: ReactNode
}

/** A modal sheet, full height on narrow screens. Clicking outside does nothing. Shown for as long as it is rendered. */
export function Modal({ size = 'medium', onEscape, children }: ModalProps) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onEscape()
      }}
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim sm:items-center sm:p-6"
    >
      <AriaModal className={sheet({ size })}>{children}</AriaModal>
    </ModalOverlay>
  )
}
