import { type Context, createContext, Script } from 'node:vm'
import { LokiError } from './loki-error.ts'

const deadlineMs = 1000
const script = new Script('work()')
let context: Context | undefined

/**
 * Runs something synchronous that may never end: JavaScript's regular expressions backtrack, so a
 * pattern from outside can hold the process. A vm's time limit is the only way to stop one.
 */
export function withDeadline<T>(work: () => T): T {
  context ??= createContext({})
  context.work = work
  try {
    return script.runInContext(context, { timeout: deadlineMs }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new LokiError(
      `the query took longer than ${deadlineMs} ms: simplify its regular expression`,
    )
  } finally {
    context.work = undefined
  }
}
