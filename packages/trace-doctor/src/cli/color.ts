/**
 * Whether to print in color: FORCE_COLOR says yes or no before all else, then NO_COLOR
 * (https://no-color.org), then whether there is a terminal that has colors.
 */
export function hasColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const force = env.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (env.NO_COLOR) return false
  return stream.isTTY === true && env.TERM !== 'dumb'
}
