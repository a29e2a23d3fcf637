'use client'

import { AlertDialog } from '@/components/alert-dialog'

/** Asks before a secret that was not copied is gone for good. */
export function LoseSecretAlert({ onStay, onLose }: { onStay: () => void; onLose: () => void }) {
  return (
    <AlertDialog
      title="You have not copied the secret key"
      cancelLabel="Go back"
      confirmLabel="Close and lose secret"
      onCancel={onStay}
      onConfirm={onLose}
    >
      It cannot be shown again. If you close now, you have to generate a new one before this credential can be used.
    </AlertDialog>
  )
}
