'use client'

import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Text } from 'react-aria-components'
import { Button } from './button'
import { InlineAlert } from './inline-alert'
import { Modal } from './modal'

type AlertDialogProps = {
  title: string
  children: ReactNode
  /** The safe way out: has focus at first, and Escape means the same. */
  cancelLabel?: string
  confirmLabel: string
  tone?: 'primary' | 'danger'
  isPending?: boolean
  /** Why confirming did not work, said at once. */
  error?: string
  onCancel: () => void
  onConfirm: () => void
}

/** Asks before something that cannot be undone. */
export function AlertDialog(props: AlertDialogProps) {
  const { title, children, cancelLabel = 'Cancel', confirmLabel, tone = 'danger', isPending = false, error, onCancel, onConfirm } = props
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
          {error && <InlineAlert>{error}</InlineAlert>}
        </div>
        <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
          <Button autoFocus onPress={cancel}>
            {cancelLabel}
          </Button>
          <Button tone={tone} isPending={isPending} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </footer>
      </AriaDialog>
    </Modal>
  )
}
