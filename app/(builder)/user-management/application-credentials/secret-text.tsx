import type { Ref } from 'react'
import { VisuallyHidden } from 'react-aria-components'

type SecretTextProps = { secret: string; isRevealed: boolean; ref?: Ref<HTMLElement> }

/** A secret as read-only text: dots until revealed, and then closed to translation, spell checking and password managers. */
export function SecretText({ secret, isRevealed, ref }: SecretTextProps) {
  if (!secret) return <span className="text-muted">Cleared when you left the page</span>
  if (!isRevealed) {
    return (
      <>
        <span aria-hidden className="tracking-widest">
          {'•'.repeat(20)}
        </span>
        <VisuallyHidden elementType="span">Hidden</VisuallyHidden>
      </>
    )
  }
  return (
    <code
      ref={ref}
      translate="no"
      spellCheck={false}
      data-secret=""
      data-1p-ignore="true"
      data-bwignore="true"
      data-lpignore="true"
      data-form-type="other"
    >
      {secret}
    </code>
  )
}
