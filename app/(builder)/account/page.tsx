import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { heldRoles } from '@/lib/roles/held-roles'
import { requireUser } from '@/lib/sign-in/current-user'
import { ChangePassword } from './change-password'
import { MyRoles } from './my-roles'
import { Profile } from './profile'
import { Section } from './section'
import { timeZoneChoices } from './time-zones'

export const metadata: Metadata = { title: 'My account' }

/** "My account": my name, my password, my time zone, my roles. */
export default async function AccountPage() {
  const user = await requireUser()
  const roles = await heldRoles(user.id)
  return (
    <>
      <PageHeader title="My account" note="What Builder knows about you, and what you may do." />
      <div className="grid max-w-4xl gap-5">
        <Section title="Profile" note="How you appear to others, and whose clock you go by.">
          <Profile name={user.name} email={user.email} timeZone={user.timeZone} zones={timeZoneChoices(user.timeZone, new Date())} />
        </Section>
        <Section title="Password" note="Changing it ends your other sign-ins. Your credentials and their tokens work on.">
          <ChangePassword email={user.email} />
        </Section>
        <Section
          title="Roles"
          note="What you may do, and what credentials you create can be limited to. Administrators give and take them."
        >
          <MyRoles roles={roles} />
        </Section>
      </div>
    </>
  )
}
