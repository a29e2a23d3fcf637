'use client'

import { ChevronDown } from 'lucide-react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { FieldMessage } from './field-message'
import { field } from './field-style'
import { popoverStyle } from './popover-style'

type ComboBoxFieldProps = {
  label: string
  hint?: string
  error?: string
  value: string
  options: { id: string; label: string; hint?: string }[]
  onChange: (id: string) => void
}

const style = field()

/** A labelled choice of one from a long list, found by typing any part of it. */
export function ComboBoxField({ label, hint, error, value, options, onChange }: ComboBoxFieldProps) {
  return (
    <ComboBox
      value={value}
      onChange={(id) => id !== null && onChange(String(id))}
      defaultItems={options}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      menuTrigger="focus"
      className={style.root()}
    >
      <Label className={style.label()}>{label}</Label>
      <div className="relative">
        <Input className={style.box({ className: 'pr-10 pl-3' })} onClick={(event) => event.currentTarget.select()} />
        <Button className="absolute top-1 right-1 grid size-7 place-items-center rounded text-muted hover:bg-hover">
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </div>
      {hint && !error && (
        <Text slot="description" className={style.hint()}>
          {hint}
        </Text>
      )}
      <FieldMessage>{error}</FieldMessage>
      <Popover className={popoverStyle({ className: 'w-(--trigger-width)' })} offset={4}>
        <ListBox
          className="max-h-72 overflow-auto p-1 outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-muted">No match</p>}
        >
          {(option: ComboBoxFieldProps['options'][number]) => (
            <ListBoxItem
              textValue={option.label}
              className="flex min-h-8 cursor-default items-center justify-between gap-3 rounded px-2 py-1 outline-none focus:bg-hover selected:font-medium selected:text-accent"
            >
              <Text slot="label">{option.label}</Text>
              {option.hint && <span className="text-muted text-xs tabular-nums">{option.hint}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
