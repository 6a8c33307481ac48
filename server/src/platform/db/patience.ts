/**
 * How long a query may go without an answer, in ms. A database host that vanishes (failover, firewall) breaks no
 * connection: without a limit, what is under way would wait for TCP to give up, a quarter of an hour. The connection
 * is dropped then, and the work fails as for any database that is away (R44).
 */
export const QUERY_PATIENCE_MS = 20_000
