import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { settingsEffects } from '@/lib/settings/effects'
import { readSettings } from '@/lib/settings/settings'
import { requireUser } from '@/lib/sign-in/current-user'
import { mostNamed } from './most-named'
import { SettingsForm } from './settings-form'
import { SettingsText } from './settings-text'

export const metadata: Metadata = { title: 'General Settings' }

/** "General Settings": how long sessions, credentials and activity last, and what that does now. */
export default async function GeneralSettingsPage() {
  const { features, timeZone } = await requireUser('settings:read')
  const settings = await readSettings()
  const effects = await settingsEffects(settings, mostNamed(features), new Date())
  return (
    <>
      <PageHeader title="General Settings" note="How long sessions, credentials and activity last, for everybody." />
      <div className="max-w-3xl">
        {features.includes('settings:write') ? (
          <SettingsForm settings={settings} effects={effects} timeZone={timeZone} />
        ) : (
          <SettingsText settings={settings} effects={effects} />
        )}
      </div>
    </>
  )
}
