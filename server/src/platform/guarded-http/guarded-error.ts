/** Why an address was not asked, or its answer not taken. */
export type GuardedReason =
  | 'ADDRESS_NOT_ALLOWED'
  | 'HOST_NOT_PUBLIC'
  | 'TOO_MANY_REDIRECTS'
  | 'REDIRECT_INVALID'
  | 'ANSWER_TOO_LARGE'

/** A guard refused. The same request would be refused again. */
export class GuardedError extends Error {
  override name = 'GuardedError'
  constructor(
    readonly reason: GuardedReason,
    options?: ErrorOptions,
  ) {
    super(reason, options)
  }
}
