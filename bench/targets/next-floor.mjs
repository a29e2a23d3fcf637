import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from '../../scripts/run.mjs'
import { here } from '../program.mjs'
import { tokenEndpoint } from './endpoints.mjs'

const folder = join(here, 'servers/next-floor')
const next = 'node_modules/next/dist/bin/next'

/** A route handler that does nothing, under plain `next start`. */
export const nextFloor = {
  name: 'no-op route handler, `next start`',
  key: 'next-floor',
  ...tokenEndpoint('/token', '/me'),
  named: () => 'nobody',
  words: [next, 'start', folder, '--hostname', '127.0.0.1'],
  async prepare() {
    if (existsSync(join(folder, '.next/BUILD_ID'))) return
    const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
    if ((await runNode([next, 'build', folder], env)) !== 0) throw new Error('the no-op application did not build')
  },
}
