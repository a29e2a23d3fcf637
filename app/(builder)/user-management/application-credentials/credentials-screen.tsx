'use client'

import { useCallback, useMemo, useState } from 'react'
import { PageHeader } from '@/components/page-header'
import type { CredentialSummary } from '@/lib/credentials/list'
import type { HeldRole } from '@/lib/roles/held-roles'
import type { CredentialAction } from './credential-actions'
import { CredentialsList } from './credentials-list'
import { DeleteCredentialDialog } from './delete-credential-dialog'
import { EditCredentialDialog } from './edit-credential-dialog'
import { NewCredentialButton } from './new-credential-button'
import { NewCredentialDialog } from './new-credential-dialog'
import { NoCredentials } from './no-credentials'
import { RegenerateSecretDialog } from './regenerate-secret-dialog'
import { actionsAfter, useReturnFocus } from './use-return-focus'

type CredentialsScreenProps = {
  credentials: CredentialSummary[]
  roles: HeldRole[]
  timeZone: string
  /** How many days from today an expiry date may lie ahead; null: any number. */
  maxLifetimeDays: number | null
  now: string
}

// Holds the credential as it was when its dialog opened, so that the dialog outlives the row, and which row comes next.
type Opened = { action: 'new' } | { action: CredentialAction; credential: CredentialSummary; next: string | undefined }

/** The list, and whichever dialog is open over it. `now` is the server's clock, so that both renders say the same. */
export function CredentialsScreen({ credentials, roles, timeZone, maxLifetimeDays, now }: CredentialsScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const isEmpty = credentials.length === 0
  const returnFocusTo = useReturnFocus(opened !== null, isEmpty)
  const listedAt = useMemo(() => new Date(now), [now])

  const open = useCallback((action: CredentialAction, credential: CredentialSummary) => {
    setOpened({ action, credential, next: actionsAfter(credential.id) })
  }, [])
  const openNew = () => setOpened({ action: 'new' })
  function close(focus: string | undefined) {
    returnFocusTo(focus)
    setOpened(null)
  }

  return (
    <>
      <PageHeader title="Application Credentials" note="Only credentials you created are shown.">
        {!isEmpty && <NewCredentialButton onPress={openNew} />}
      </PageHeader>
      {isEmpty ? (
        <NoCredentials onNew={openNew} />
      ) : (
        <CredentialsList credentials={credentials} now={listedAt} timeZone={timeZone} onAction={open} />
      )}
      {opened?.action === 'new' && (
        <NewCredentialDialog roles={roles} timeZone={timeZone} maxLifetimeDays={maxLifetimeDays} onClose={() => close(undefined)} />
      )}
      {opened?.action === 'edit' && (
        <EditCredentialDialog
          credential={opened.credential}
          timeZone={timeZone}
          maxLifetimeDays={maxLifetimeDays}
          onClose={() => close(opened.credential.id)}
        />
      )}
      {opened?.action === 'regenerate' && (
        <RegenerateSecretDialog credential={opened.credential} timeZone={timeZone} onClose={() => close(opened.credential.id)} />
      )}
      {opened?.action === 'delete' && (
        <DeleteCredentialDialog
          credential={opened.credential}
          timeZone={timeZone}
          onCancel={() => close(opened.credential.id)}
          onDeleted={() => close(opened.next)}
        />
      )}
    </>
  )
}
