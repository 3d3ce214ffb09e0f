import type { IncomingMessage } from 'node:http'
import { readBody } from '@onetrace/spans/http-body'
import type { BodyBudget } from './body-budget.ts'

export { BodyError } from '@onetrace/spans/http-body'

/** The whole body, inflated. `limit` bounds both forms, and inflating stops where it is reached. */
export type ReadBody = (request: IncomingMessage, limit: number) => Promise<Buffer>

/** Bodies under way, and what they inflate to, hold together what the budget has. */
export function createReadBody(budget: BodyBudget): ReadBody {
  return (request, limit) => readBody(request, { limit, budget })
}
