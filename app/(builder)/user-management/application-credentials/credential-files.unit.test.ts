import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { credentialFiles } from './credential-files'
import { asComment, fileStem, inertJson } from './inert-text'

const run = promisify(execFile)
const known = {
  clientId: '0b6f3c1e-6b0a-4b58-9d5e-0f6a3f1f2a10',
  secret: `acs_${'a1B2'.repeat(9)}zz`,
  origin: 'http://127.0.0.1:3000',
}

/** Line breaks cannot be in a stored name; these files must not depend on that. */
const hostileNames = [
  `'"\`$(touch pwned)\`touch pwned\`; touch pwned #`,
  '"\nCLIENT_SECRET=stolen\ntouch pwned',
  'a\r\ntouch pwned\r\n',
  "'; touch pwned; '",
  '\u202egnp.exe\u2066 \u200b',
  '\u2028touch pwned\u2029',
  '<script>alert(1)</script><!--',
  '{{client_secret}} $IFS %PATH% ../../../etc/passwd',
  '夜間 😀 \ud800',
  '__proto__',
  '\\',
]

const textOf = (label: string, name: string) => credentialFiles.find((file) => file.label === label)?.text({ ...known, name }) ?? ''

describe.each(hostileNames)('the name %j', (name) => {
  test.each(credentialFiles)('is inert in the name of the file: $label', ({ fileName }) => {
    expect(fileName(name)).toMatch(/^[a-z0-9][a-z0-9-]*(\.env|\.json|\.postman_(environment|collection)\.json|-token\.sh)$/)
    expect(fileName(name).length).toBeLessThan(110)
  })

  test.each(credentialFiles)('neither breaks a line nor hides anything in the file: $label', ({ text }) => {
    const plain = text({ ...known, name: 'Plain' })
    const hostile = text({ ...known, name })
    expect(hostile.split(/[\n\r\u2028\u2029]/).length).toBe(plain.split('\n').length)
    expect(hostile).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|\r/u)
    if (text({ ...known, name }).startsWith('{')) expect(hostile).not.toMatch(/[<>&]/)
  })

  test('leaves .env with exactly the four values', () => {
    const lines = textOf('.env', name).split('\n')
    expect(lines.filter((line) => line && !line.startsWith('#'))).toEqual([
      'BASE_URL=http://127.0.0.1:3000',
      'TOKEN_URL=http://127.0.0.1:3000/Auth/OAuth/Token',
      `CLIENT_ID=${known.clientId}`,
      `CLIENT_SECRET=${known.secret}`,
    ])
  })

  test('reads back from JSON as it was', () => {
    expect(JSON.parse(textOf('JSON', name))).toMatchObject({ name, client_id: known.clientId, client_secret: known.secret })
    expect(JSON.parse(textOf('Postman collection', name)).info.name).toBe(name)
  })

  test('runs nothing when a shell reads .env or the script', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'credential-files-'))
    try {
      await writeFile(join(folder, '.env'), textOf('.env', name))
      await writeFile(join(folder, 'script.sh'), textOf('curl script', name))
      const { stdout } = await run('sh', ['-c', '. ./.env; printf %s "$CLIENT_SECRET"'], { cwd: folder })
      expect(stdout).toBe(known.secret)
      // No server answers here, and no curl is found: what matters is that nothing else happened.
      await run('/bin/sh', ['-c', '. ./script.sh </dev/null'], { cwd: folder, env: { ...process.env, PATH: '/nowhere' } }).catch(() => {})
      await run('/bin/sh', ['-n', 'script.sh'], { cwd: folder })
      expect((await readdir(folder)).sort()).toEqual(['.env', 'script.sh'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test.each(credentialFiles)('$label says truly whether it holds the secret', ({ text, holdsSecret }) => {
  expect(text({ ...known, name: 'Plain' }).includes(known.secret)).toBe(holdsSecret)
})

test('a file name keeps what can be read of the name', () => {
  expect(fileStem('Nightly report (Zürich)')).toBe('nightly-report-zurich-credential')
  expect(fileStem('CON')).toBe('con-credential')
  expect(fileStem('夜間')).toBe('application-credential')
})

test('a comment is one visible line', () => {
  expect(asComment('a\r\nb\u202ec\u0000d')).toBe('a\ufffd\ufffdb\ufffdc\ufffdd')
})

test('inert JSON reads back as the same value', () => {
  const value = { text: '<>&\u2028\u202e\u{e0001}\u007f"\\\n', list: [1, null, true] }
  expect(JSON.parse(inertJson(value))).toEqual(value)
  expect(inertJson(value)).toMatch(/^[\n\x20-\x7e]*$/)
})
