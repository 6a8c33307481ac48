import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface MetricsOptions {
  /** Sockets that are open now. */
  openSockets(): number
  /** Subscriptions that run now. */
  liveSubscriptions(): number
}

/** `/metrics` for Prometheus: the process, its requests by route, its sockets. No label holds a number or an id. */
export const metrics = async (
  app: FastifyInstance,
  { openSockets, liveSubscriptions }: MetricsOptions,
): Promise<void> => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'parley_http_request_seconds',
    help: 'Time to answer HTTP requests, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 8],
    registers: [registry],
  })
  new Gauge({
    name: 'parley_open_sockets',
    help: 'GraphQL sockets that are open',
    registers: [registry],
    collect() {
      this.set(openSockets())
    },
  })
  new Gauge({
    name: 'parley_live_subscriptions',
    help: 'GraphQL subscriptions that are running',
    registers: [registry],
    collect() {
      this.set(liveSubscriptions())
    },
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    requests.labels(route, request.method, String(reply.statusCode)).observe(reply.elapsedTime / 1_000)
    done()
  })
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
