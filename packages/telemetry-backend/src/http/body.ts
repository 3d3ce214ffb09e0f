import type { IncomingMessage } from 'node:http'
import { readBody } from '@onetrace/spans/http-body'
import type { BodyBudget } from './body-budget.ts'

export { BodyError } from '@onetrace/spans/http-body'

/**
 * Reads the whole body, inflated. `limit` holds for both forms, and inflating stops when it is
 * reached.
 */
export type ReadBody = (request: IncomingMessage, limit: number) => Promise<Buffer>

/** Bodies under way, and what they inflate to, must fit into the budget together. */
export function createReadBody(budget: BodyBudget): ReadBody {
  return (request, limit) => readBody(request, { limit, budget })
}
