const texts: Record<string, string> = {
  'roles-changed': 'Your roles were changed by an administrator, so you were signed out. Sign in again to continue with your new roles.',
  idle: 'You were signed out because you had not used Builder for a while. Sign in again to continue.',
  disabled: 'Your account has been disabled. Ask an administrator if you need it back.',
  'signed-out': 'You have signed out.',
  ended: 'Your sign-in has ended. Sign in again to continue.',
}

/** The words for `?reason=` on the sign-in page; undefined for anything unknown, so that a link cannot put words there. */
export function reasonText(reason: string | string[] | undefined): string | undefined {
  return typeof reason === 'string' && Object.hasOwn(texts, reason) ? texts[reason] : undefined
}
