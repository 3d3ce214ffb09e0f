import { errorsOf } from '@onetrace/service'

/** What only this service answers; the README's table is kept equal to it by a test. */
export const orderErrors = {
  idempotency_conflict: 409,
  user_not_found: 422,
} as const

export class OrderError extends errorsOf(orderErrors) {}
