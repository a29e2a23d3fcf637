import type { Metadata } from 'next'
import { listCredentials } from '@/lib/credentials/list'
import { heldRoles } from '@/lib/roles/held-roles'
import { readSettings } from '@/lib/settings/settings'
import { requireUser } from '@/lib/sign-in/current-user'
import { CredentialsScreen } from '../credentials-screen'

export const metadata: Metadata = { title: 'Application Credentials' }

/** "Application Credentials": what the signed-in person created, and the roles they may give to a new one. */
export default async function ApplicationCredentialsPage() {
  const user = await requireUser()
  const [credentials, roles, settings] = await Promise.all([listCredentials(user.id), heldRoles(user.id), readSettings()])
  return (
    <CredentialsScreen
      credentials={credentials}
      roles={roles}
      timeZone={user.timeZone}
      maxLifetimeDays={settings.maxCredentialLifetimeDays}
      now={new Date().toISOString()}
    />
  )
}
