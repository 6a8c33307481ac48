/** The embedded PostgreSQL could not be made, started or taken over; `message` is one line for the operator. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}
