'use client'

import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Text } from 'react-aria-components'
import { Button } from './button'
import { InlineAlert } from './inline-alert'
import { Modal } from './modal'

type AlertDialogProps = {
  title: string
  children: ReactNode
  /** Facts and choices below the question; not part of what is read with it. */
  fields?: ReactNode
  /** The safe way out: has focus at first, and Escape means the same. */
  cancelLabel?: string
  confirmLabel: string
  tone?: 'primary' | 'danger'
  isPending?: boolean
  /** What the question needs is not known yet: it can be cancelled, but not confirmed. */
  isWaiting?: boolean
  /** Why confirming did not work, said at once. */
  error?: string
  onCancel: () => void
  onConfirm: () => void
}

/** Asks before something that cannot be undone. */
export function AlertDialog(props: AlertDialogProps) {
  const { title, children, fields, cancelLabel = 'Cancel', confirmLabel, tone = 'danger', error, onCancel, onConfirm } = props
  const { isPending = false, isWaiting = false } = props
  const cancel = () => {
    if (!isPending) onCancel()
  }
  return (
    <Modal size="question" onEscape={cancel}>
      <AriaDialog role="alertdialog" className="flex min-h-0 grow flex-col outline-none">
        <div className="grid min-h-0 content-start gap-3 overflow-y-auto p-5">
          <Heading slot="title" className="font-semibold text-base">
            {title}
          </Heading>
          <Text slot="description" elementType="div" className="grid gap-2 text-muted">
            {children}
          </Text>
          {fields}
          {error && <InlineAlert>{error}</InlineAlert>}
        </div>
        <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
          <Button autoFocus onPress={cancel}>
            {cancelLabel}
          </Button>
          <Button tone={tone} isPending={isPending || isWaiting} onPress={isWaiting ? undefined : onConfirm}>
            {confirmLabel}
          </Button>
        </footer>
      </AriaDialog>
    </Modal>
  )
}
