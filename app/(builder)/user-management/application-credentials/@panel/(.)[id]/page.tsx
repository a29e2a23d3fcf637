import { CredentialDetails } from '../../[id]/credential-details'
import { DetailsPanel } from '../../[id]/details-panel'
import { loadDetails } from '../../[id]/load-details'

/** "Details and activity" opened from the list: a panel over it. */
export default async function CredentialPanel({ params }: PageProps<'/user-management/application-credentials/[id]'>) {
  const details = await loadDetails((await params).id)
  return (
    <DetailsPanel id={details.credential.id} name={details.credential.name}>
      <CredentialDetails {...details} />
    </DetailsPanel>
  )
}
