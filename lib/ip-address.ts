import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { putLatest } from './put-latest'

/** An IP address as it is known here, however its sender spelled it. */
export type IpAddress = {
  /** The one spelling: IPv4 in decimals, IPv6 as in RFC 5952. What is no IP address stays as it came, its first 64 characters. */
  text: string
  /** What one subscriber has, for throttles: an IPv4 address, an IPv6 /64, or what is no IP address as a whole. */
  network: string
  /** The most that one subscriber is likely to have, to share out what is scarce: an IPv4 address, or an IPv6 /48. */
  site: string
  /** Whether it is this machine itself. */
  isLoopback: boolean
}

/** More than an IP address has in any spelling. */
const longest = 64
const remembered = new Map<string, IpAddress>()
const mostRemembered = 10_000

/**
 * Reads an address as sockets and proxies write it: with brackets, a port, a zone (RFC 4007 §11), or an IPv4 address mapped into IPv6
 * (RFC 4291 §2.5.5.2). Asked for every request, so what was read lately is remembered.
 */
export function readAddress(written: string): IpAddress {
  const known = remembered.get(written)
  if (known) return known
  // A copy: a part of a header keeps all of it in memory.
  const raw = Buffer.from(written.slice(0, longest)).toString()
  const read = parse(raw.replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1'))
  const address = read ?? { text: raw, network: raw, site: raw, isLoopback: false }
  if (written.length <= longest) putLatest(remembered, raw, address, mostRemembered)
  return address
}

function parse(text: string): IpAddress | undefined {
  // The stricter of two readers: the other one takes octal numbers, and addresses of fewer than four.
  if (isIP(text) === 0) return undefined
  const address = ipaddr.process(text.replace(/%.*$/, ''))
  const network = networkOf(address)
  const site = isIP(network) === 4 || address instanceof ipaddr.IPv4 ? network : `${prefixOf(address, 3)}/48`
  return { text: address.toString(), network, site, isLoopback: address.range() === 'loopback' }
}

/** Where IPv6 carries IPv4 the whole IPv4 Internet shares one prefix, or one subscriber has 2^16 of them: the IPv4 address counts. */
function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv4) return address.toString()
  const { parts } = address
  switch (address.range()) {
    case 'rfc6052': // NAT64: 64:ff9b::/96, and 64:ff9b:1::/48 divided into networks of that size (RFC 8215).
    case 'rfc6145': // ::ffff:0:0:0/96.
      return ipv4Of(parts[6], parts[7])
    case '6to4': // 2002::/16 (RFC 3056 §2).
      return ipv4Of(parts[1], parts[2])
    default:
      return `${prefixOf(address, 4)}/64`
  }
}

const prefixOf = ({ parts }: ipaddr.IPv6, groups: number) => new ipaddr.IPv6([...parts.slice(0, groups), ...Array(8 - groups).fill(0)])

const ipv4Of = (high = 0, low = 0) => `${new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])}`
