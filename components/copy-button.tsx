'use client'

import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { announce } from './announcer'
import { Button } from './button'
import { copyText } from './copy-text'
import { IconButton } from './icon-button'

type CopyButtonProps = {
  /** The button's accessible name, e.g. "Copy Client ID". */
  name: string
  /** Read when pressed, so that nothing is copied from the page. */
  text: string
  /** What is announced after a confirmed copy, e.g. "Client ID copied". */
  done: string
  /** Visible words; without them the button is an icon. */
  children?: ReactNode
  onCopied?: () => void
  /** Called when no way of copying worked; without it the failure is only announced. */
  onFailed?: () => void
}

const confirmationMs = 2000

/** Copies `text` and says so only once the clipboard confirmed it. */
export function CopyButton({ name, text, done, children, onCopied, onFailed }: CopyButtonProps) {
  const ref = useRef<HTMLButtonElement>(null)
  const [copiedAt, setCopiedAt] = useState(0)
  useEffect(() => {
    if (!copiedAt) return
    const timer = setTimeout(() => setCopiedAt(0), confirmationMs)
    return () => clearTimeout(timer)
  }, [copiedAt])

  async function copy() {
    const container = ref.current?.closest<HTMLElement>('[role="dialog"], [role="alertdialog"]') ?? document.body
    if (await copyText(text, container)) {
      setCopiedAt(Date.now())
      announce(done)
      onCopied?.()
    } else if (onFailed) onFailed()
    else announce('Could not copy. Select the text and press Ctrl/⌘+C.', 'assertive')
  }

  const Icon = copiedAt ? Check : Copy
  const icon = <Icon aria-hidden className={copiedAt ? 'size-4 text-ok' : 'size-4'} />
  if (!children) {
    return (
      <IconButton ref={ref} aria-label={name} onPress={copy} className="size-7">
        {icon}
      </IconButton>
    )
  }
  return (
    <Button ref={ref} aria-label={name} onPress={copy} size="small">
      {icon}
      {children}
    </Button>
  )
}
