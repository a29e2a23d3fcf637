'use client'

import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { buttonStyle } from './button-style'

type IconButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> & {
  'aria-label': string
  tone?: 'quiet' | 'bar'
  className?: string
  children: ReactNode
  ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon only; its name is required. */
export function IconButton({ tone = 'quiet', className, ...props }: IconButtonProps) {
  return <AriaButton {...props} className={buttonStyle({ tone, size: 'icon', className })} />
}
