/** What the one-time view knows of a credential. `origin` is this server's address, e.g. `https://builder.example`. */
export type ShownCredential = { name: string; clientId: string; secret: string; origin: string }

/** Where tokens are requested. */
export const tokenPath = '/Auth/OAuth/Token'
