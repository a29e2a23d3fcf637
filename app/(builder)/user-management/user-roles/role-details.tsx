'use client'

import { Button } from '@/components/button'
import { SidePanel } from '@/components/side-panel'
import { byArea, featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'
import { RoleUse } from './role-use'
import type { Viewer } from './viewer'

type RoleDetailsProps = { role: RoleInUse; viewer: Viewer; onClose: () => void }

/** "Details" of a role: what it carries, by area, and who holds it. */
export function RoleDetails({ role, viewer, onClose }: RoleDetailsProps) {
  const kind = role.kind === 'OPERATIONAL' ? 'Operational role' : 'Builder role'
  return (
    <SidePanel kicker={`${role.standard ? 'Standard' : 'Custom'} ${kind}`} title={role.name} onDismiss={onClose}>
      <div className="grid max-w-3xl gap-6">
        {role.description && <p className="wrap-anywhere text-base">{role.description}</p>}
        <section aria-label="Access options" className="grid gap-2">
          <h2 className="font-semibold">Access options</h2>
          {role.features.length === 0 && <p className="text-muted">None.</p>}
          <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[9rem_1fr]">
            {byArea(role.features).map(({ area, features }) => (
              <div key={area} className="contents">
                <dt className="text-muted">{area}</dt>
                <dd className="max-sm:mb-1.5">{featureWords(features).join(' · ')}</dd>
              </div>
            ))}
          </dl>
        </section>
        <RoleUse role={role} viewer={viewer} />
        {/* Also what a keyboard scrolls the panel with, where it is longer than the window. */}
        <Button onPress={onClose} className="justify-self-start">
          Back to the list
        </Button>
      </div>
    </SidePanel>
  )
}
