'use client'

import type { ReactNode } from 'react'
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components'
import { tv } from 'tailwind-variants'

const sheet = tv({
  base: [
    'flex w-full flex-col border-line bg-raised text-ink shadow-raised outline-none entering:animate-appear',
    'sm:max-h-[calc(var(--visual-viewport-height)-3rem)] sm:rounded-xl sm:border',
  ],
  variants: {
    size: {
      question: 'm-4 max-h-[calc(var(--visual-viewport-height)-2rem)] self-center rounded-xl border sm:m-0 sm:max-w-md',
      form: 'max-sm:h-(--visual-viewport-height) sm:max-w-xl',
    },
  },
})

type ModalProps = {
  /** A form fills narrow screens, a question never does. */
  size?: 'question' | 'form'
  /** Escape was pressed. The modal stays until its parent stops rendering it: what leaving means is the parent's to decide. */
  onEscape: () => void
  children: ReactNode
}

/** A modal sheet. Clicking outside does nothing. Shown for as long as it is rendered. */
export function Modal({ size = 'form', onEscape, children }: ModalProps) {
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
