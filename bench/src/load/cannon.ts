import autocannon from 'autocannon'

/** A request: what differs from one to the next. */
export interface Shot {
  path: string
  /** Absent: GET. */
  body?: string
  headers?: Record<string, string>
}

export interface Target {
  url: string
  connections: number
  seconds: number
  /** Headers of every request. */
  headers: Record<string, string>
}

export interface RequestsResult {
  requests: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
}

/** Fires the shots in turn, from the first again when they are used up. @throws if any is not answered 2xx */
export const fire = async (
  { url, connections, seconds, headers }: Target,
  shots: Shot[],
): Promise<RequestsResult> => {
  let turn = 0
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const shot = shots[turn++ % shots.length]
    if (!shot) throw new Error('nothing to fire')
    return Object.assign(request, {
      path: shot.path,
      ...(shot.body !== undefined && { method: 'POST', body: shot.body }),
      headers: shot.headers ? { ...headers, ...shot.headers } : headers,
    })
  }
  const result = await autocannon({ url, connections, duration: seconds, requests: [{ setupRequest }] })
  const failed = result.errors + result.timeouts + result.non2xx
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests to ${url} failed`)
  return {
    requests: result.requests.total,
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  }
}
