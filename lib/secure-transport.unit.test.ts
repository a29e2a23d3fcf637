import { describe, expect, test } from 'vitest'
import { isLoopback, isSecure } from './secure-transport'

describe('whether a request came over TLS', () => {
  test.each<[number, string | string[] | undefined, boolean, string]>([
    [0, 'https', false, 'nobody may say so'],
    [0, 'https, https', false, 'however often'],
    [0, undefined, false, 'nobody did'],
    [1, 'https', true, 'the proxy says so'],
    [1, 'http', false, 'the proxy says it did not'],
    [1, 'http, https', true, 'the proxy’s word comes last'],
    [1, 'https, http', false, 'what a client wrote itself comes before it'],
    [1, 'https,https,http', false, 'however often it wrote that'],
    [1, ' http ,  https ', true, 'spaces do not matter'],
    [1, ['http', 'https'], true, 'a header sent twice is one list'],
    [1, ['https', 'http'], false, 'a header sent twice is one list'],
    [1, ['https, http', 'https'], true, 'lists sent twice are one list'],
    [2, 'https', true, 'proxies that replace the header leave one word'],
    [2, 'http', false, 'proxies that replace the header leave one word'],
    [2, 'https, http', true, 'the outer of two proxies was asked over TLS, whatever they speak inside'],
    [2, 'http, https', false, 'the outer of two proxies was not'],
    [2, 'https, http, http', false, 'what a client wrote comes before both'],
    [2, 'http, https, http', true, 'what a client wrote comes before both'],
    [10, 'https, http', true, 'a list shorter than the proxies: its first word'],
    [1, undefined, false, 'nobody said anything'],
    [1, '', false, 'an empty header'],
    [1, 'https,', false, 'an empty last word'],
    [1, [], false, 'an empty list'],
    [1, 'httpsx', false, 'another protocol'],
    [1, 'xhttps', false, 'another protocol'],
    [1, 'https; http', false, 'no list'],
    [1, 'wss', false, 'another protocol'],
  ])('behind %d trusted proxies, of %j: %s, for %s', (trustedProxies, header, secure) => {
    expect(isSecure(header, trustedProxies)).toBe(secure)
  })
})

describe('whether an address is this machine itself', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.2',
    '127.255.255.254',
    '127.0.0.1:80',
    '::1',
    '0:0:0:0:0:0:0:1',
    '0000::0001',
    '::1%lo',
    '[::1]',
    '[::1]:443',
    '::ffff:127.0.0.1',
    '::FFFF:127.0.0.1',
    '::ffff:127.1.2.3',
    '::ffff:7f00:1',
  ])('%s is', (address) => {
    expect(isLoopback(address)).toBe(true)
  })

  test.each([
    undefined,
    '',
    '0.0.0.0',
    '::',
    '::2',
    '10.0.0.1',
    '128.0.0.1',
    '27.0.0.1',
    '1127.0.0.1',
    '203.0.113.127',
    '::ffff:10.0.0.1',
    '::ffff:203.0.113.7',
    '::fffe:127.0.0.1',
    '2001:db8::1',
    '2001:db8::127.0.0.1',
    'fe80::1',
    '64:ff9b::127.0.0.1',
    '2002:7f00:1::1',
    '127.1',
    '0177.0.0.1',
    '127.0.0.1, 203.0.113.7',
    '203.0.113.7, 127.0.0.1',
    '127.0.0.1:',
    ' 127.0.0.1',
    '127.0.0.1\n',
    '127.0.0.1.example.com',
    '127x0x0x1',
    'localhost',
    'unknown',
  ])('%j is not', (address) => {
    expect(isLoopback(address)).toBe(false)
  })
})
