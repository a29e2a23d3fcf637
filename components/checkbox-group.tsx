'use client'

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
  CheckboxButton,
  CheckboxField,
  Label,
  Text,
} from 'react-aria-components'
import { FieldMessage } from './field-message'
import { field } from './field-style'

type CheckboxGroupProps = Omit<AriaCheckboxGroupProps, 'className' | 'children' | 'isInvalid'> & {
  label: string
  error?: string
  children: ReactNode
}

const style = field()

/** A labelled set of `CheckboxOption`s of which any number is chosen. */
export function CheckboxGroup({ label, error, children, ...props }: CheckboxGroupProps) {
  return (
    <AriaCheckboxGroup {...props} isInvalid={Boolean(error)} validationBehavior="aria" className={style.root()}>
      <Label className={style.label()}>{label}</Label>
      <div className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface">{children}</div>
      <FieldMessage>{error}</FieldMessage>
    </AriaCheckboxGroup>
  )
}

type CheckboxOptionProps = { value: string; label: string; description?: string; isDisabled?: boolean }

/** One option: its name, and what choosing it means. */
export function CheckboxOption({ value, label, description, isDisabled }: CheckboxOptionProps) {
  return (
    <CheckboxField
      value={value}
      isDisabled={isDisabled}
      className="relative grid selected:bg-accent-soft has-data-focus-visible:outline-2 has-data-focus-visible:outline-accent has-data-focus-visible:-outline-offset-2"
    >
      <CheckboxButton className="group grid cursor-pointer grid-cols-[auto_1fr] items-center gap-x-2.5 px-3 pt-2 pb-0.5 after:absolute after:inset-0 last:pb-2 disabled:cursor-default">
        <span
          aria-hidden
          className="grid size-4 place-items-center rounded border border-edge bg-surface group-disabled:bg-sunken group-selected:border-accent group-selected:bg-accent-solid group-invalid:border-danger forced-colors:group-selected:bg-[Highlight]"
        >
          <Check className="hidden size-3 text-on-accent group-selected:block forced-colors:text-[HighlightText]" strokeWidth={3} />
        </span>
        <span className="wrap-anywhere font-medium group-disabled:text-muted">{label}</span>
      </CheckboxButton>
      {description && (
        <Text slot="description" className="pr-3 pb-2 pl-[2.375rem] text-muted text-[0.8125rem]">
          {description}
        </Text>
      )}
    </CheckboxField>
  )
}
