'use client'

import type { ReactNode } from 'react'
import {
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Label,
  RadioButton,
  RadioField,
  Text,
} from 'react-aria-components'
import { tv } from 'tailwind-variants'
import { FieldMessage } from './field-message'
import { field } from './field-style'

type RadioGroupProps = Omit<AriaRadioGroupProps, 'className' | 'children' | 'isInvalid'> & {
  label: string
  error?: string
  /** Few short options in one line instead of a list. */
  isInline?: boolean
  children: ReactNode
}

const style = field()
const options = tv({
  base: 'divide-line overflow-hidden rounded-md border border-line bg-surface',
  variants: { isInline: { true: 'grid auto-cols-fr grid-flow-col divide-x', false: 'divide-y' } },
})

/** A labelled set of `RadioOption`s of which one is chosen. */
export function RadioGroup({ label, error, isInline = false, children, ...props }: RadioGroupProps) {
  return (
    <AriaRadioGroup
      {...props}
      orientation={isInline ? 'horizontal' : 'vertical'}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={style.root()}
    >
      <Label className={style.label()}>{label}</Label>
      <div className={options({ isInline })}>{children}</div>
      <FieldMessage>{error}</FieldMessage>
    </AriaRadioGroup>
  )
}

/** One option: its name, and what choosing it means. */
export function RadioOption({ value, label, description }: { value: string; label: string; description?: string }) {
  return (
    <RadioField
      value={value}
      className="relative grid selected:bg-accent-soft has-data-focus-visible:outline-2 has-data-focus-visible:outline-accent has-data-focus-visible:-outline-offset-2"
    >
      <RadioButton className="group grid cursor-pointer grid-cols-[auto_1fr] items-center gap-x-2.5 px-3 pt-2 pb-0.5 after:absolute after:inset-0 last:pb-2">
        <span
          aria-hidden
          className="grid size-4 place-items-center rounded-full border border-edge bg-surface group-selected:border-accent group-invalid:border-danger"
        >
          <span className="hidden size-2 rounded-full bg-accent group-selected:block forced-colors:bg-[Highlight]" />
        </span>
        <span className="font-medium">{label}</span>
      </RadioButton>
      {description && (
        <Text slot="description" className="pr-3 pb-2 pl-[2.375rem] text-muted text-[0.8125rem]">
          {description}
        </Text>
      )}
    </RadioField>
  )
}
