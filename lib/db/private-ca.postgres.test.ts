import { expect, inject, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { examine } from './examine'
import { explain } from './explain'

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])('a private CA gets a hint: %s', (code) => {
  const error = explain(Object.assign(new Error('…'), { code }), 'postgres://app:hunter2@db/app')
  expect(error).toBeInstanceOf(StartError)
  expect((error as StartError).message).toContain('sslrootcert=/path/to/ca.pem')
  expect((error as StartError).message).not.toContain('hunter2')
})

test('a file of the URL that cannot be read is named', async () => {
  const url = new URL(String(inject('postgresUrl')))
  url.searchParams.set('sslrootcert', '/nowhere/ca.pem')
  const error = await examine(url.href).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  expect((error as StartError).message).toMatch(/^DATABASE_URL cannot be used \(ENOENT.*\/nowhere\/ca\.pem/)
})
