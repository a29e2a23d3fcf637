'use client'

import { LoaderCircle } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import type { VariantProps } from 'tailwind-variants'
import { buttonStyle } from './button-style'

type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> &
  VariantProps<typeof buttonStyle> & { className?: string; children: ReactNode; ref?: Ref<HTMLButtonElement> }

/** A button with words. While `isPending` it keeps focus, ignores presses and shows a spinner. */
export function Button({ tone, size, className, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonStyle({ tone, size, className })}>
      {props.isPending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </AriaButton>
  )
}
