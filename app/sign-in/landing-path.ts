const home = '/user-management/application-credentials'

/** Where to go after sign-in: `next` if it is a path of this site, else Application Credentials. */
export function landingPath(next: string | undefined): string {
  // Browsers read `//host` and `/\host` as another site, and drop tabs and line breaks before they decide.
  return next && /^\/(?![/\\])/.test(next) && !/[\p{Cc}\\]/u.test(next) ? next : home
}
