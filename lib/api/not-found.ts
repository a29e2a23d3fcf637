import { refused } from './endpoint'
import { Problem } from './problem'

/** Any path below /api/v1 that does not exist. */
export const notFound = refused(() => new Problem(404, 'not_found', 'There is no such path. See /api/v1/me for a first call.'))
