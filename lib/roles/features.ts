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
