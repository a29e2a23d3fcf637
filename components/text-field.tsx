'use client'

import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps, Input, Label, Text } from 'react-aria-components'
import { FieldMessage } from './field-message'
import { field } from './field-style'

type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'isInvalid'> & {
  label: string
  hint?: string
  error?: string
  /** For a value of a few characters. */
  isShort?: boolean
}

const style = field()

/** A labelled line of text; `error` marks it invalid and is read with it. */
export function TextField({ label, hint, error, isShort, ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} isInvalid={Boolean(error)} validationBehavior="aria" className={style.root()}>
      <Label className={style.label()}>{label}</Label>
      <Input className={style.box({ className: isShort ? 'px-3 sm:max-w-40' : 'px-3' })} />
      {hint && !error && (
        <Text slot="description" className={style.hint()}>
          {hint}
        </Text>
      )}
      <FieldMessage>{error}</FieldMessage>
    </AriaTextField>
  )
}
