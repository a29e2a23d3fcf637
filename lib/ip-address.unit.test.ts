import { describe, expect, test } from 'vitest'
import { readAddress } from './ip-address'

describe('an address has one spelling', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:49152', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:49152', '2001:db8::1'],
    ['2001:db8::1%eth0', '2001:db8::1'],
    ['fe80::1%enp0s31f6.100', 'fe80::1'],
    ['[fe80::1%25wlan-0]:80', 'fe80::1'],
    ['64:ff9b::cb00:7107', '64:ff9b::cb00:7107'],
    ['64:ff9b::203.0.113.7', '64:ff9b::cb00:7107'],
    ['::1', '::1'],
  ])('%s is %s', (written, text) => {
    expect(readAddress(written).text).toBe(text)
    // As it is remembered now, and once more.
    expect(readAddress(written).text).toBe(text)
    expect(readAddress(text)).toEqual(readAddress(written))
  })
})

describe('what is no address stays the text it is, and a short one', () => {
  test.each([
    'unknown',
    '_hidden',
    '',
    '256.0.0.1',
    '1.2.3',
    '2130706433',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '127.1',
    '::ffff:256.0.0.1',
    '2001:db8::1::2',
    '[2001:db8::1',
    '203.0.113.7:',
    '203.0.113.7:123456',
    '203.0.113.7 ',
    '203.0.113.7, 127.0.0.1',
    '[203.0.113.7',
    '%eth0',
    '__proto__',
    'ä',
  ])('%j', (written) => {
    expect(readAddress(written)).toEqual({ text: written, network: written, site: written, isLoopback: false })
  })

  test('whatever its length', () => {
    const { text, network } = readAddress(`${'x'.repeat(5_000)}`)
    expect([text, network]).toEqual(['x'.repeat(64), 'x'.repeat(64)])
    expect(readAddress('x'.repeat(64)).text).toHaveLength(64)
  })
})

describe('throttles key on /64, and on the IPv4 address inside NAT64 and 6to4', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['[2001:0DB8:0001:0002::7%eth0]:443', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['64:ff9b::cb00:7107', '203.0.113.7'],
    ['64:ff9b::203.0.113.8', '203.0.113.8'],
    ['64:ff9b:1::cb00:7107', '203.0.113.7'],
    ['64:ff9b:1:fffe::203.0.113.7', '203.0.113.7'],
    ['64:ff9b:2::cb00:7107', '64:ff9b:2::/64'],
    ['::ffff:0:203.0.113.7', '203.0.113.7'],
    ['2002:cb00:7107::1', '203.0.113.7'],
    ['2002:cb00:7107:ffff::1', '203.0.113.7'],
    ['2003:cb00:7107::1', '2003:cb00:7107::/64'],
    ['::1', '::/64'],
  ])('of %s by %s', (written, network) => {
    expect(readAddress(written).network).toBe(network)
  })
})

test.each([
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['64:ff9b::198.51.100.7', '198.51.100.7'],
  ['198.51.100.7', '198.51.100.7'],
])('what is scarce is shared out by what one subscriber may have at most: %s', (written, site) => {
  expect(readAddress(written).site).toBe(site)
})
