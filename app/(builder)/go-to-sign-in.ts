/**
 * After a refusal because the sign-in ended: asks for this page again, so that the server can say at the sign-in page why.
 * Never resolves, so that the form stays busy, and its guard in place, until the page is gone.
 */
export function goToSignIn(): Promise<never> {
  location.assign(location.pathname + location.search)
  return new Promise(() => {})
}
