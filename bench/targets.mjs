import { betterAuth } from './targets/better-auth.mjs'
import { httpFloor } from './targets/http-floor.mjs'
import { nextFloor } from './targets/next-floor.mjs'
import { oauth2Server } from './targets/oauth2-server.mjs'
import { oidcProvider, oidcProviderClient, oidcProviderStatic, oidcProviderUserinfo } from './targets/oidc-provider.mjs'
import { product, productRoutes } from './targets/product.mjs'
import { productEmbedded } from './targets/product-embedded.mjs'

/**
 * Something to measure.
 * @typedef {object} Target
 * @property {string} name in reports
 * @property {string} key on the command line, and in names of databases and logs
 * @property {string[]} words the program, from the project's root
 * @property {string} [folder] where it runs, when not in this project
 * @property {string[]} [packages] whose versions belong into the report
 * @property {string[]} [scenarios] the only ones it takes part in
 * @property {(k: number) => string} issue the token request of client k
 * @property {(token: string) => string} check a call with a bearer token
 * @property {(k: number, token: string) => string} [introspect] client k asks about a token
 * @property {(body: any) => unknown} whose the client in the answer to a check
 * @property {(clientId: string) => unknown} named what that must be
 * @property {(url: string, port: number, fill: import('./fixtures.mjs').Fill) => Promise<void>} [prepare] before the start
 * @property {(fill: import('./fixtures.mjs').Fill) => Record<string, string>} [env]
 * @property {(client: import('pg').Client, fill: import('./fixtures.mjs').Fill) => Promise<void>} [fill] none: it has no store
 * @property {boolean} [fillAfterStart] its own start makes the tables
 * @property {(client: import('pg').Client, tokens: string[]) => Promise<number>} [stored] how many of these it still knows
 * @property {boolean} [askForTokens] its store cannot be read from outside: it is asked for the first 2,000 tokens it answered
 * @property {string[]} [clean] statements that take the store back to what was filled in
 * @property {number} [settleMs] how long work goes on behind the last answer
 */

/** Everything that can be measured, in the order of the report. @type {Target[]} */
export const targets = [
  product,
  productRoutes,
  productEmbedded,
  oidcProvider,
  oidcProviderStatic,
  oidcProviderClient,
  oidcProviderUserinfo,
  oauth2Server,
  betterAuth,
  httpFloor,
  nextFloor,
]

/** What is measured unless `--targets` says otherwise. */
export const usual = targets.filter((target) => target !== oidcProviderStatic && target !== productEmbedded)
