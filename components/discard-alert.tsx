'use client'

import { AlertDialog } from '@/components/alert-dialog'

/** Asks before something typed is thrown away. */
export function DiscardAlert({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  return (
    <AlertDialog
      title="Discard what you entered?"
      cancelLabel="Keep editing"
      confirmLabel="Discard"
      onCancel={onKeep}
      onConfirm={onDiscard}
    >
      Nothing has been saved yet.
    </AlertDialog>
  )
}
