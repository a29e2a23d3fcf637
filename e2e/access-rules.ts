/** Who may use something: everybody signed in (for what is their own), or who has this access option. `public`: anybody. */
export type Rule = 'public' | 'own' | `${string}:${string}`

/** Every page and route handler of the app that is not one of the machine paths. */
export const pageRules: Record<string, Rule> = {
  '/': 'public',
  '/sign-in': 'public',
  '/icon.svg': 'public',
  '/api/auth/[...nextauth]': 'public',
  '/account': 'own',
  '/user-management/application-credentials': 'own',
  '/user-management/application-credentials/[id]': 'own',
  '/user-management/application-credentials/(.)[id]': 'own',
  '/user-management/application-credentials/[id]/calls.csv': 'own',
  '/user-management/service-agents': 'users:read',
  '/user-management/user-roles': 'roles:read',
  '/system-settings/general': 'settings:read',
  '/administration/audit': 'audit:read',
  '/administration/credential-inventory': 'credentials:oversee',
}

/** Every server action, as `folder/file#function`. */
export const actionRules: Record<string, Rule> = {
  'application-credentials/actions#createCredentialAction': 'own',
  'application-credentials/actions#updateCredentialAction': 'own',
  'application-credentials/actions#regenerateSecretAction': 'own',
  'application-credentials/actions#deleteCredentialAction': 'own',
  'application-credentials/actions#credentialUsageAction': 'own',
  'application-credentials/actions#hasIssuedTokenAction': 'own',
  'application-credentials/activity-actions#loadCallsAction': 'own',
  'application-credentials/session-actions#endSessionAction': 'own',
  'application-credentials/session-actions#endAllSessionsAction': 'own',
  'service-agents/actions#addServiceAgentAction': 'users:write',
  'service-agents/actions#changeServiceAgentAction': 'users:write',
  'service-agents/actions#disableServiceAgentAction': 'users:write',
  'service-agents/actions#enableServiceAgentAction': 'users:write',
  'service-agents/actions#previewRoleChangeAction': 'users:write',
  'service-agents/actions#previewDisableAction': 'users:write',
}

/** Every method of every path of the API; `own`: any live token. */
export const apiRules: Record<string, Rule> = {
  'GET /api/v1/me': 'own',
  'GET /api/v1/tickets': 'tickets:read',
  'POST /api/v1/tickets': 'tickets:write',
  'GET /api/v1/tickets/[reference]': 'tickets:read',
  'PATCH /api/v1/tickets/[reference]': 'tickets:write',
  'GET /api/v1/users': 'users:read',
  'POST /api/v1/users': 'users:write',
  'GET /api/v1/users/[id]': 'users:read',
  'PATCH /api/v1/users/[id]': 'users:write',
  'GET /api/v1/roles': 'roles:read',
  'GET /api/v1/settings': 'settings:read',
  'PATCH /api/v1/settings': 'settings:write',
}
