'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog, DialogAlert, DialogFooter } from '@/components/dialog'
import { DiscardAlert } from '@/components/discard-alert'
import { focusFirstInvalid } from '@/components/focus-first-invalid'
import { Tabs } from '@/components/tabs'
import { AccessTab } from './access-tab'
import { type AgentDraft, type AgentTab, tabsWithErrors } from './agent-draft'
import { GeneralTab } from './general-tab'
import type { OfferedRole } from './offered-role'
import type { Verdict } from './use-errors'
import type { Viewer } from './viewer'

type AgentFormProps = {
  title: string
  saveLabel: string
  draft: AgentDraft
  verdict: Verdict
  roles: OfferedRole[]
  viewer: Viewer
  /** Whether something was entered that closing would lose. */
  isTouched: boolean
  isPending: boolean
  passwordTab: ReactNode
  /** Shown over the tabs. */
  notice?: ReactNode
  /** What saving does, shown below them. */
  effect?: ReactNode
  onChange: (changed: Partial<AgentDraft>) => void
  onSave: () => void
  onClose: () => void
}

/** The dialog of one service agent, with tabs General, Access and Password. Errors lead to their tab and field. */
export function AgentForm({ title, saveLabel, draft, verdict, isTouched, isPending, onChange, onSave, onClose, ...parts }: AgentFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [tab, setTab] = useState<AgentTab>('general')
  const [isDiscarding, setDiscarding] = useState(false)
  const { errors, attempt } = verdict
  const wrong = tabsWithErrors(errors)
  const [firstWrong] = wrong
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it was sent, not while it is being corrected
  useEffect(() => {
    if (!firstWrong) return
    setTab(firstWrong)
    // Once the tab's fields are there.
    const timer = setTimeout(() => focusFirstInvalid(form.current))
    return () => clearTimeout(timer)
  }, [attempt])

  function dismiss() {
    if (isPending) return
    if (isTouched) setDiscarding(true)
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
          onSave()
        }}
      >
        {parts.notice && <div className="shrink-0 px-5 pt-4">{parts.notice}</div>}
        <Tabs
          label="Parts of this form"
          selected={tab}
          onSelect={setTab}
          tabs={[
            {
              id: 'general',
              label: 'General',
              hasErrors: wrong.includes('general'),
              content: <GeneralTab draft={draft} errors={errors} onChange={onChange} />,
            },
            {
              id: 'access',
              label: 'Access',
              hasErrors: wrong.includes('access'),
              content: <AccessTab draft={draft} errors={errors} roles={parts.roles} viewer={parts.viewer} onChange={onChange} />,
            },
            { id: 'password', label: 'Password', hasErrors: wrong.includes('password'), content: parts.passwordTab },
          ]}
        />
        {errors.form && <DialogAlert>{errors.form}</DialogAlert>}
        {parts.effect}
        <DialogFooter>
          <Button onPress={dismiss}>Cancel</Button>
          <Button type="submit" tone="primary" isPending={isPending}>
            {saveLabel}
          </Button>
        </DialogFooter>
      </form>
      {isDiscarding && <DiscardAlert onKeep={() => setDiscarding(false)} onDiscard={onClose} />}
    </Dialog>
  )
}
