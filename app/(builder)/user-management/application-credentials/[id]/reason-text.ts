const words: Record<string, string> = {
  // Why a token request was refused.
  'unknown-or-wrong-secret': 'Wrong secret key',
  throttled: 'Too many failed attempts',
  expired: 'Credential expired',
  disabled: 'Credential disabled',
  'no-role-left': 'No role left',
  // Why the session behind a call was over.
  revoked: 'Session was ended',
  idle: 'Session was idle too long',
  'roles-changed': 'Roles had changed',
  'secret-replaced': 'Secret key was replaced',
  'credential-expired': 'Credential expired',
  'credential-disabled': 'Credential disabled',
  'owner-disabled': 'Account disabled',
  // Why the API refused a call.
  insufficient_scope: 'Access option missing',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  body_too_large: 'Body too large',
  unsupported_media_type: 'Not sent as JSON',
  invalid_json: 'Invalid JSON',
  invalid_fields: 'Invalid fields',
  invalid_request: 'Invalid request',
  invalid_scope: 'Scope not available',
  unsupported_grant_type: 'Grant type not supported',
  unavailable: 'Server unavailable',
  server_error: 'Server error',
}

/** A reason of the log in words; one without words is shown as it is. */
export function reasonText(reason: string): string {
  return words[reason] ?? reason
}
