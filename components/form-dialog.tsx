'use client'

import { type ReactNode, type Ref, useState } from 'react'
import { Button } from './button'
import { Dialog, DialogAlert, DialogFooter } from './dialog'
import { DiscardAlert } from './discard-alert'
import { Form } from './form'

type FormDialogProps = {
  title: string
  submitLabel: string
  form: Ref<HTMLFormElement>
  /** What is wrong with the form as a whole. */
  error?: string
  isPending: boolean
  /** Something was entered that closing would lose. */
  isDirty: boolean
  onSubmit: () => void
  onClose: () => void
  /** Said right above the buttons, always in view. */
  summary?: ReactNode
  /** What scrolls, e.g. a `DialogBody`. */
  children: ReactNode
}

/** A dialog with one form: asks before it throws anything away, and stays while the answer is on its way. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, form, error, isPending, isDirty, onSubmit, onClose, summary, children } = props
  const [isDiscarding, setDiscarding] = useState(false)
  function dismiss() {
    if (isPending) return
    if (isDirty) setDiscarding(true)
    else onClose()
  }
  return (
    <Dialog title={title} onDismiss={dismiss}>
      <Form ref={form} className="flex min-h-0 grow flex-col" onSubmit={onSubmit}>
        {children}
        {error && <DialogAlert>{error}</DialogAlert>}
        {summary}
        <DialogFooter>
          <Button onPress={dismiss}>Cancel</Button>
          <Button type="submit" tone="primary" isPending={isPending}>
            {submitLabel}
          </Button>
        </DialogFooter>
      </Form>
      {isDiscarding && <DiscardAlert onKeep={() => setDiscarding(false)} onDiscard={onClose} />}
    </Dialog>
  )
}
