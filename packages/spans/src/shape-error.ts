/**
 * What a reader of foreign data throws: what was expected, what came, and where. Every source turns
 * it into its own error at its door.
 */
export class ShapeError extends Error {
  override name = 'ShapeError'
  readonly problem: string
  readonly path: string

  constructor(problem: string, path = '') {
    super(path ? `${path}: ${problem}` : problem)
    this.problem = problem
    this.path = path
  }
}

export function expected(what: string, got: unknown, path?: string): ShapeError {
  return new ShapeError(`expected ${what}, got ${show(got)}`, path)
}

/**
 * Runs `read` and puts `step` before the path of what it throws. Paths are put together only when
 * something is wrong: spelled out for every span they would cost more than the decoding.
 */
export function within<T>(step: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw addStep(error, step)
  }
}

export function addStep(error: unknown, step: string): unknown {
  if (!(error instanceof ShapeError)) return error
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.'
  return new ShapeError(error.problem, step + joint + error.path)
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) return 'a list'
  if (value === undefined) return 'nothing'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'bigint') return String(value)
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
