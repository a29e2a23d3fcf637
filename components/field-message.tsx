'use client'

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components'
import { field } from './field-style'

/** What is wrong with the field around it; nothing while that is valid. */
export function FieldMessage({ children }: { children: ReactNode }) {
  return (
    <FieldError className={field().error()}>
      <CircleAlert aria-hidden className="size-3.5 shrink-0" />
      <span>{children}</span>
    </FieldError>
  )
}
