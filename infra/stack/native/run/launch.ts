/**
 * How a program of the stack is started: with the committed config files, and variables for the
 * rest.
 */
export interface Launch {
  name: string
  path: string
  args: string[]
  env: Record<string, string>
  /** This address answers 200 when the program is ready. */
  readyUrl: string
  /** Whether its lines already say who wrote them. */
  signed?: boolean
}
