import type { Trust } from '../../../platform/guarded-http/guarded-get.ts'

export interface MediaHosts {
  /** Host names of the carrier; what lies below them counts as theirs. */
  hosts: readonly string[]
  /** Beginnings of addresses that the operator set, by http and on this machine, too: the sandbox, or a stand-in for Plivo. */
  trusted: readonly string[]
}

/**
 * Which addresses inbound media may be fetched from, redirects included (B1). A webhook is signed by the carrier, but
 * what is in it came from a stranger's phone.
 */
export const trustInMedia = ({ hosts, trusted }: MediaHosts): ((url: URL) => Trust | null) => {
  const prefixes = trusted.map((prefix) => new URL(prefix).href)
  return (url) => {
    if (prefixes.some((prefix) => url.href.startsWith(prefix))) return 'TRUSTED'
    const isCarriers = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
    const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
    return isCarriers && isPlain ? 'PUBLIC' : null
  }
}

/** What the environment says of the carrier. */
interface CarrierEnv {
  carrier: 'sandbox' | 'plivo'
  publicUrl: string
  plivoApiUrl: string
  plivoMediaHosts: readonly string[]
}

/** The hosts as the environment sets them. */
export const mediaHostsOf = (env: CarrierEnv): MediaHosts => {
  if (env.carrier === 'sandbox') return { hosts: [], trusted: [sandboxMedia(env)] }
  const api = new URL(env.plivoApiUrl)
  const isPlivos = api.hostname === 'plivo.com' || api.hostname.endsWith('.plivo.com')
  return { hosts: env.plivoMediaHosts, trusted: isPlivos ? [] : [`${api.origin}/`] }
}

/**
 * Where an attachment can be had from here. The sandbox names its files as the world sees them; a worker on another
 * machine reaches them where it reaches the sandbox.
 */
export const reachableMedia = (env: CarrierEnv): ((address: string) => string) => {
  const seen = `${env.publicUrl}/sandbox/media/`
  return (address) =>
    env.carrier === 'sandbox' && address.startsWith(seen)
      ? sandboxMedia(env) + address.slice(seen.length)
      : address
}

const sandboxMedia = ({ plivoApiUrl }: CarrierEnv): string => `${plivoApiUrl.replace(/[/]plivo$/, '')}/media/`
