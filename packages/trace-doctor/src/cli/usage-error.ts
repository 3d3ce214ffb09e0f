/** A command line that says nothing that could be done. */
export class UsageError extends Error {
  override name = 'UsageError'
}
