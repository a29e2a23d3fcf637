/** An access option of an Operational role: what it lets people, and credentials acting for them, do with tickets. */
export const operationalFeatures = {
  'tickets:read': 'View tickets',
  'tickets:write': 'Create and change tickets',
  'tickets:assign': 'Assign tickets to people',
} as const

/** An access option of a Builder role. */
export const builderFeatures = {
  'users:read': 'View service agents',
  'users:write': 'Manage service agents',
  'roles:read': 'View user roles',
  'roles:write': 'Manage user roles',
  'settings:read': 'View system settings',
  'settings:write': 'Change system settings',
  'audit:read': 'View the audit log',
  'credentials:oversee': 'Oversee the application credentials of everybody',
  'tokens:introspect': 'Inspect any access token',
} as const

/** Every access option with its words on screen. */
export const featureLabels: Record<string, string> = { ...operationalFeatures, ...builderFeatures }

/** The name of an access option, e.g. `tickets:read`. */
export type Feature = keyof typeof operationalFeatures | keyof typeof builderFeatures

/** The access options a role of each kind may carry, in the order in which they are shown. */
export const featuresOfKind = {
  OPERATIONAL: Object.keys(operationalFeatures) as Feature[],
  BUILDER: Object.keys(builderFeatures) as Feature[],
}

const areas: Record<string, string> = {
  tickets: 'Tickets',
  users: 'Service agents',
  roles: 'User roles',
  settings: 'System settings',
  audit: 'Audit',
  credentials: 'Credentials',
  tokens: 'Tokens',
}

/** Access options in groups, in their own order: what stands before the colon is the area they are about. */
export function byArea<Option extends string>(features: readonly Option[]): { area: string; features: Option[] }[] {
  const groups = new Map<string, Option[]>()
  for (const feature of features) {
    const key = feature.split(':', 1)[0] ?? feature
    const area = areas[key] ?? key
    groups.set(area, [...(groups.get(area) ?? []), feature])
  }
  return [...groups].map(([area, options]) => ({ area, features: options }))
}

/** Access options in words. */
export function featureWords(features: Iterable<string>): string[] {
  return Array.from(features, (feature) => featureLabels[feature] ?? feature)
}
