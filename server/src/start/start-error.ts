/** What keeps Parley from starting; `message` is one line that says so to the operator. */
export class StartError extends Error {
  override name = 'StartError'
}

/** What went wrong in a line; Node joins the failures to reach a host's several addresses in one without a message. */
export const inOneLine = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return inOneLine(error.errors[0])
  return (error instanceof Error ? error.message || error.name : String(error)).split('\n', 1).join()
}
