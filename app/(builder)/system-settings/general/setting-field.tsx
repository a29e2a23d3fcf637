'use client'

import type { ReactNode } from 'react'
import { tv } from 'tailwind-variants'
import { TextField } from '@/components/text-field'
import type { Effect } from './effect-text'

const effectStyle = tv({
  base: 'grid gap-1.5 border-l-2 pl-3',
  variants: { tone: { plain: 'border-line text-muted', edited: 'border-accent', harsh: 'border-warn text-warn' } },
})

type SettingFieldProps = {
  name: string
  hint: string
  value: string
  onChange: (value: string) => void
  error?: string
  isOptional: boolean
  isEdited: boolean
  /** What the value does at this moment. */
  effect: Effect
  /** Details of the effect. */
  children?: ReactNode
}

/** One setting: its field, and a live sentence on what the value in it does. */
export function SettingField({ name, effect, isEdited, isOptional, children, ...field }: SettingFieldProps) {
  const edited = effect.isHarsh ? 'harsh' : 'edited'
  return (
    <div className="grid gap-3 px-5 py-5">
      <TextField {...field} label={name} isShort isRequired={!isOptional} inputMode="numeric" autoComplete="off" maxLength={6} />
      <div className={effectStyle({ tone: isEdited ? edited : 'plain' })}>
        <p aria-live="polite" aria-atomic="true">
          {effect.text}
        </p>
        <div className="text-ink empty:hidden">{children}</div>
      </div>
    </div>
  )
}
