'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { focusFirstInvalid } from '@/components/focus-first-invalid'
import { FormDialog } from '@/components/form-dialog'
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

  return (
    <FormDialog
      title={title}
      submitLabel={saveLabel}
      form={form}
      error={errors.form}
      isPending={isPending}
      isDirty={isTouched}
      onSubmit={onSave}
      onClose={onClose}
      summary={parts.effect}
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
    </FormDialog>
  )
}
