import { byArea, featureWords } from '@/lib/roles/features'
import type { HeldRole } from '@/lib/roles/held-roles'

/** The roles somebody holds, and what each allows in words. */
export function MyRoles({ roles }: { roles: HeldRole[] }) {
  return (
    <ul className="divide-y divide-line">
      {roles.map(({ id, kind, name, description, features }) => (
        <li key={id} className="grid gap-2 py-3 first:pt-0 last:pb-0">
          <div>
            <h3 className="wrap-anywhere font-medium">
              <bdi>{name}</bdi> <span className="font-normal text-muted">{kind === 'OPERATIONAL' ? 'Operational' : 'Builder'} role</span>
            </h3>
            {description && <p className="wrap-anywhere text-muted">{description}</p>}
          </div>
          {features.length === 0 ? (
            <p className="text-muted">It carries no access option.</p>
          ) : (
            <dl className="grid gap-x-5 gap-y-1 sm:grid-cols-[8rem_1fr]">
              {byArea(features).map(({ area, features: options }) => (
                <div key={area} className="contents">
                  <dt className="text-muted">{area}</dt>
                  <dd className="max-sm:mb-1">{featureWords(options).join(' · ')}</dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  )
}
