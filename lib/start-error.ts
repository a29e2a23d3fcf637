/** The product cannot start; the message is one sentence that says why and what the operator can do. */
export class StartError extends Error {
  override name = 'StartError'
}
