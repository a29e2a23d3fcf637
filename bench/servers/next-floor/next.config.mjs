import { fileURLToPath } from 'node:url'

/** Next is the project's own, two folders of packages up. */
export default { poweredByHeader: false, turbopack: { root: fileURLToPath(new URL('../../..', import.meta.url)) } }
