'use client'

import { EmptyState } from '@/components/empty-state'
import { NewCredentialButton } from './new-credential-button'

const steps = [
  { title: 'Create a credential', text: 'Name it, choose when it expires and which of your roles it may use.' },
  { title: 'Copy its keys', text: 'You get a Client ID and a Secret Key. The secret is shown once.' },
  { title: 'Request tokens', text: 'Your program exchanges both for a bearer token and calls the API on your behalf.' },
]

/** The screen of someone who has created no credential yet. */
export function NoCredentials({ onNew }: { onNew: () => void }) {
  return (
    <EmptyState
      sentence="You have no application credentials yet. Create one to let a program call the API on your behalf."
      action={<NewCredentialButton onPress={onNew} />}
      steps={steps}
    />
  )
}
