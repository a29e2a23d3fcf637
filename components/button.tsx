'use client'

import { LoaderCircle } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import type { VariantProps } from 'tailwind-variants'
import { buttonStyle } from './button-style'

type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> &
  VariantProps<typeof buttonStyle> & { className?: string; children: ReactNode; ref?: Ref<HTMLButtonElement> }

/**
 * A button with words. While `isPending` it keeps focus, says it is unavailable and shows a spinner; its presses still arrive and
 * are the owner's to ignore (`useSingleFlight`).
 */
export function Button({ tone, size, className, children, isPending = false, ...props }: ButtonProps) {
  // Not the library's own pending state: its announcement refers to the button by id and outlives it when the dialog moves on.
  return (
    <AriaButton
      {...props}
      aria-disabled={isPending || undefined}
      data-pending={isPending || undefined}
      className={buttonStyle({ tone, size, className })}
    >
      {isPending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </AriaButton>
  )
}
