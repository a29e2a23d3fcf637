'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog, DialogAlert, DialogBody, DialogFooter } from '@/components/dialog'
import { DiscardAlert } from '@/components/discard-alert'
import { focusFirstInvalid } from '@/components/focus-first-invalid'
import type { FormErrors } from './form-errors'

type RoleFormProps = {
  title: string
  submitLabel: string
  errors: FormErrors
  isPending: boolean
  /** Something was typed that closing would lose. */
  isDirty: boolean
  onSubmit: () => void
  onClose: () => void
  /** Said right above the buttons, always in view. */
  summary?: ReactNode
  children: ReactNode
}

/** A dialog with a form about one role: asks before it throws anything away, and puts focus on the first wrong field. */
export function RoleForm({ title, submitLabel, errors, isPending, isDirty, onSubmit, onClose, summary, children }: RoleFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [isDiscarding, setDiscarding] = useState(false)
  useEffect(() => {
    if (Object.keys(errors).length > 0) focusFirstInvalid(form.current)
  }, [errors])
  function dismiss() {
    if (isPending) return
    if (isDirty) setDiscarding(true)
    else onClose()
  }
  return (
    <Dialog title={title} onDismiss={dismiss}>
      <form
        ref={form}
        noValidate
        className="flex min-h-0 grow flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <DialogBody>{children}</DialogBody>
        {errors.form && <DialogAlert>{errors.form}</DialogAlert>}
        {summary}
        <DialogFooter>
          <Button onPress={dismiss}>Cancel</Button>
          <Button type="submit" tone="primary" isPending={isPending}>
            {submitLabel}
          </Button>
        </DialogFooter>
      </form>
      {isDiscarding && <DiscardAlert onKeep={() => setDiscarding(false)} onDiscard={onClose} />}
    </Dialog>
  )
}
