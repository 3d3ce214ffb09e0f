/** How a program of the stack is started: config files are the committed ones, variables say the rest. */
export interface Launch {
  name: string
  path: string
  args: string[]
  env: Record<string, string>
  /** Answers 200 when it is ready. */
  readyUrl: string
  /** Its lines say themselves who wrote them. */
  signed?: boolean
}
