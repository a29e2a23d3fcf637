'use client'

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { DialogBody, DialogFooter } from '@/components/dialog'
import { InlineAlert } from '@/components/inline-alert'
import { Note } from '@/components/note'
import { DownloadMenu } from './download-menu'
import { FirstToken } from './first-token'
import { LoseSecretAlert } from './lose-secret-alert'
import { SecretText } from './secret-text'
import { ShownValue } from './shown-value'
import { TokenRequest } from './token-request'
import type { IssuedSecret, OneTimeSecretControl } from './use-one-time-secret'

/** The heading of the dialog that shows a secret. */
export const oneTimeSecretTitle = 'Copy your secret key now'

type OneTimeSecretProps = { control: OneTimeSecretControl; issued: IssuedSecret /** The credential's. */; name: string }

/** The one view of a Client ID and its Secret Key. Everything is copied and saved from `issued`, never from the page. */
export function OneTimeSecret({ control, issued, name }: OneTimeSecretProps) {
  const { clientId, secret } = issued
  const secretText = useRef<HTMLElement>(null)
  const clientIdText = useRef<HTMLElement>(null)
  const [isRevealed, setRevealed] = useState(false)
  const [isCopyBlocked, setCopyBlocked] = useState(false)

  const noticeCopy = useEffectEvent((event: ClipboardEvent) => {
    const selected = getSelection()?.toString() ?? ''
    if (!secret || !selected.includes(secret)) return
    if (selected.trim() === secret) {
      // A triple click selects a line break as well, which would end up in the key.
      event.clipboardData?.setData('text/plain', secret)
      event.preventDefault()
    }
    control.markSaved()
  })
  useEffect(() => {
    const mask = () => {
      if (document.hidden) setRevealed(false)
    }
    const onCopy = (event: ClipboardEvent) => noticeCopy(event)
    document.addEventListener('visibilitychange', mask)
    document.addEventListener('copy', onCopy)
    return () => {
      document.removeEventListener('visibilitychange', mask)
      document.removeEventListener('copy', onCopy)
    }
  }, [])

  function offerSelection(element: HTMLElement | null) {
    if (element) getSelection()?.selectAllChildren(element)
    setCopyBlocked(true)
  }
  function offerSecret() {
    flushSync(() => setRevealed(true))
    offerSelection(secretText.current)
  }
  function secretCopied() {
    setCopyBlocked(false)
    control.markSaved()
  }

  return (
    <>
      <DialogBody>
        <Note tone="warning">
          This is the only time the Secret Key can be seen. Copy it now and keep it somewhere safe, such as a password manager. If you lose
          it, you have to generate a new one for this Client ID.
        </Note>
        <ShownValue label="Client ID" value={<code ref={clientIdText}>{clientId}</code>}>
          <CopyButton name="Copy Client ID" text={clientId} done="Client ID copied" onFailed={() => offerSelection(clientIdText.current)}>
            Copy
          </CopyButton>
        </ShownValue>
        <ShownValue label="Secret Key" value={<SecretText ref={secretText} secret={secret} isRevealed={isRevealed} />}>
          {secret && (
            <>
              <Button size="small" onPress={() => setRevealed(!isRevealed)}>
                {isRevealed ? 'Hide' : 'Reveal'}
              </Button>
              <CopyButton name="Copy Secret Key" text={secret} done="Secret key copied" onCopied={secretCopied} onFailed={offerSecret}>
                Copy
              </CopyButton>
            </>
          )}
        </ShownValue>
        {isCopyBlocked && <InlineAlert>This browser did not allow copying. The text is selected: press Ctrl/⌘+C.</InlineAlert>}
        <TokenRequest clientId={clientId} />
        <FirstToken clientId={clientId} />
      </DialogBody>
      <DialogFooter>
        <p className="mr-auto text-muted">{control.isSaved ? 'Secret key saved.' : secret && 'Secret key not saved yet.'}</p>
        {secret && <DownloadMenu name={name} clientId={clientId} secret={secret} onSecretSaved={control.markSaved} />}
        {secret && (
          <CopyButton
            name="Copy both"
            text={`Client ID: ${clientId}\nSecret Key: ${secret}`}
            done="Client ID and secret key copied"
            onCopied={secretCopied}
            onFailed={offerSecret}
          >
            Copy both
          </CopyButton>
        )}
        <Button tone="primary" size="small" onPress={control.leave}>
          Done
        </Button>
      </DialogFooter>
      {control.isAsking && <LoseSecretAlert onStay={control.stay} onLose={control.close} />}
    </>
  )
}
