/** Why the demo accounts can't be made; `message` is one line that says what to do. */
export class SeedError extends Error {
  override name = 'SeedError'
}
