import { UserErrors } from '../errors.ts'
import { forgetLoaded } from './loader.ts'
import type { RequestContext } from './request-context.ts'
import type { UserError } from './user-error.graphql.ts'

/**
 * Runs a mutation's action and makes its payload. What the caller can mend (a `UserErrors` thrown by the action) comes
 * out as `userErrors` beside the empty payload; all else is a GraphQL error. `present` reads what is true afterwards.
 */
export const payload = async <Payload extends { userErrors: UserError[] }, Done>(
  ctx: RequestContext,
  empty: Omit<Payload, 'userErrors'>,
  act: () => Promise<Done>,
  present: (done: Done) => Promise<Payload>,
): Promise<Payload> => {
  try {
    const done = await act()
    forgetLoaded(ctx)
    return await present(done)
  } catch (error) {
    if (error instanceof UserErrors) return { ...empty, userErrors: error.items } as Payload
    throw error
  }
}
