import { CredentialDetails } from '../../[id]/credential-details'
import { DetailsPanel } from '../../[id]/details-panel'
import { loadDetails } from '../../[id]/load-details'

/** "Details and activity" opened from the list: a panel over it. */
export default async function CredentialPanel({ params }: PageProps<'/user-management/application-credentials/[id]'>) {
  // Next's development server leaves one marker of the folder's name in the value for each time its routes have changed.
  const id = (await params).id.replaceAll('(.)', '')
  const details = await loadDetails(id)
  return (
    <DetailsPanel id={details.credential.id} name={details.credential.name}>
      <CredentialDetails {...details} />
    </DetailsPanel>
  )
}
