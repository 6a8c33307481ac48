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

/** The hosts as the environment sets them. */
export const mediaHostsOf = (env: {
  carrier: 'sandbox' | 'plivo'
  publicUrl: string
  plivoApiUrl: string
  plivoMediaHosts: readonly string[]
}): MediaHosts => {
  if (env.carrier === 'sandbox') return { hosts: [], trusted: [`${env.publicUrl}/sandbox/media/`] }
  const api = new URL(env.plivoApiUrl)
  const isPlivos = api.hostname === 'plivo.com' || api.hostname.endsWith('.plivo.com')
  return { hosts: env.plivoMediaHosts, trusted: isPlivos ? [] : [`${api.origin}/`] }
}
