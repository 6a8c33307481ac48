import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All that is given out of IPv6 so far; an IPv4 address written as `::7f00:1` is not in it. */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is one of the open internet's: not this machine, its neighbours, a cloud's metadata, or a way
 * round to these (an IPv4 address in IPv6 clothes, 6to4, NAT64). False for what is no address.
 */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GIVEN_OUT)) return false
  return parsed.range() === 'unicast'
}
