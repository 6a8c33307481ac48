/** Codes of what the caller can't mend, as `extensions.code` of a GraphQL error (contract). */
export type AppErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'INTERNAL_SERVER_ERROR'

/** The one error that our code throws: shown to the caller as it stands, whereas any other error is masked. */
export class AppError extends Error {
  override name = 'AppError'
  constructor(
    readonly code: AppErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** A fault of ours in the midst of a call that had written some of its work already; the message says what stays. */
export class PartlyDone extends Error {
  override name = 'PartlyDone'
  constructor(message: string, cause: unknown) {
    super(message, { cause })
  }
}

/** What the caller can mend: an item of a payload's `userErrors`. `field` is the path in the input. */
export interface UserErrorItem {
  code: string
  message: string
  field: string[] | null
}

/** Thrown inside an action to roll it back; the resolver turns it into its payload's `userErrors`. */
export class UserErrors extends Error {
  override name = 'UserErrors'
  constructor(readonly items: UserErrorItem[]) {
    super(items.map((item) => item.code).join(', '))
  }
}

/** A refusal with one item. */
export const userError = (code: string, message: string, field?: string[]): UserErrors =>
  new UserErrors([{ code, message, field: field ?? null }])
