/** What is audited, by area – the part of an action before its dot –, each action in the words the log shows. */
export const auditAreas: { area: string; label: string; actions: Record<string, string> }[] = [
  {
    area: 'credential',
    label: 'Credentials',
    actions: {
      'credential.created': 'Credential created',
      'credential.updated': 'Credential edited',
      'credential.secret-regenerated': 'New secret key generated',
      'credential.deleted': 'Credential deleted',
      'credential.disabled': 'Credential disabled',
      'credential.enabled': 'Credential enabled',
      'credential.sessions-ended': 'All sessions ended',
      'credential.sessions-capped': 'Oldest sessions ended, too many were live',
      'credential.token-refusals': 'Token requests refused repeatedly',
    },
  },
  { area: 'session', label: 'Sessions of credentials', actions: { 'session.ended': 'Session ended' } },
  {
    area: 'sign-in',
    label: 'Sign-ins',
    actions: { 'sign-in.succeeded': 'Signed in', 'sign-in.refused': 'Sign-in refused', 'sign-in.ended': 'Signed out' },
  },
  {
    area: 'user',
    label: 'Service agents',
    actions: {
      'user.created': 'Service agent added',
      'user.updated': 'Service agent edited',
      'user.roles-changed': 'Roles of a service agent changed',
      'user.disabled': 'Service agent disabled',
      'user.enabled': 'Service agent enabled',
      'user.password-changed': 'Own password changed',
      'user.password-set': 'Password set for a service agent',
      'user.password-reset': 'Password reset on the server',
    },
  },
  {
    area: 'role',
    label: 'User roles',
    actions: { 'role.created': 'Role created', 'role.updated': 'Role edited', 'role.deleted': 'Role deleted' },
  },
  { area: 'settings', label: 'General settings', actions: { 'settings.changed': 'Settings changed' } },
  { area: 'address', label: 'Addresses', actions: { 'address.token-refusals': 'Token requests refused repeatedly, from one address' } },
]

const words: Record<string, string> = Object.assign({}, ...auditAreas.map(({ actions }) => actions))

/** An action in words; one without words is shown as it is. */
export function actionText(action: string): string {
  return Object.hasOwn(words, action) ? (words[action] ?? action) : action
}

const targetTypes: Record<string, string> = {
  credential: 'Application credential',
  user: 'Service agent',
  role: 'User role',
  settings: 'General Settings',
  address: 'IP address',
}

/** What kind of thing an event is about, in words. */
export function targetTypeText(type: string): string {
  return Object.hasOwn(targetTypes, type) ? (targetTypes[type] ?? type) : type
}

const fields: Record<string, string> = {
  clientId: 'Client ID',
  email: 'E-mail',
  expiresOn: 'Expires on',
  operationalRole: 'Operational role',
  builderRole: 'Builder role',
  operationalRoles: 'Operational roles',
  builderRoles: 'Builder roles',
  oldSecretWorksUntil: 'Old secret key works until',
  tokenEnding: 'Token ending in',
  ended: 'Sessions ended',
  endedSessions: 'Sessions ended',
  limit: 'Most live sessions',
  idleSessionTimeoutMinutes: 'Idle Session Timeout, minutes',
  activityRetentionDays: 'Activity retention, days',
  maxCredentialLifetimeDays: 'Maximum credential lifetime, days',
  features: 'Access options',
}

/** The name of a value before or after an event, in words: `liveSessions` becomes "Live sessions". */
export function fieldText(field: string): string {
  if (Object.hasOwn(fields, field)) return fields[field] ?? field
  const spaced = field.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
