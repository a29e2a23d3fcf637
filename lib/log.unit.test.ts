import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const root = new URL('..', import.meta.url)

test('whatever is logged is one line of JSON, and nothing in it can pass for another', async () => {
  const hostile = 'a\r\n{"level":60,"msg":"planted"}\u2028\u001b[31m"\\'
  const script = `import { log } from './lib/log.ts'
    const text = ${JSON.stringify(hostile)}
    log().error({ text, err: new Error(text) }, text)`
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const, LOG_LEVEL: 'info' }
  const { stderr } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: root, env })
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  // What a terminal would obey is escaped.
  expect(stderr.trimEnd()).not.toMatch(/[^\n\P{Cc}]/u)
  expect(JSON.parse(stderr)).toMatchObject({ level: 50, text: hostile, msg: hostile, err: { message: hostile } })
})
