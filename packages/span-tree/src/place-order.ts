/** The project's main flow as a trace, for this package's own tests. */
import type { Trace } from '@onetrace/spans'
import { makeTrace, type SpanDraft } from './testing.ts'

export function placeOrder(change: (drafts: SpanDraft[]) => SpanDraft[] = (same) => same): Trace {
  return makeTrace(change(placeOrderDrafts()))
}

export function placeOrderDrafts(): SpanDraft[] {
  const server = (code: number) => ({
    kind: 'server' as const,
    attributes: { 'http.response.status_code': code, 'url.path': '/x' },
  })
  const client = { kind: 'client' as const }
  const drafts: SpanDraft[] = [
    { id: 1, service: 'gateway', name: 'POST /orders', ...server(201) },
    { id: 2, parent: 1, service: 'gateway', name: 'auth_check' },
    { id: 3, parent: 1, service: 'gateway', name: 'POST', ...client },
    { id: 4, parent: 3, service: 'orders', name: 'POST /orders', ...server(201) },
    { id: 5, parent: 4, service: 'orders', name: 'GET', ...client },
    { id: 6, parent: 5, service: 'users', name: 'GET /users/:id', ...server(200) },
    { id: 7, parent: 6, service: 'users', name: 'pg.query:SELECT users', ...client },
    { id: 8, parent: 4, service: 'orders', name: 'place_order' },
    { id: 9, parent: 8, service: 'orders', name: 'pg.query:BEGIN orders', ...client },
    { id: 10, parent: 8, service: 'orders', name: 'pg.query:INSERT orders', ...client },
    { id: 11, parent: 8, service: 'orders', name: 'pg.query:COMMIT orders', ...client },
  ]
  return drafts.map((draft) => ({ ...draft, start: draft.id }))
}

export const placeOrderText = `
gateway: POST /orders [server] {http.response.status_code=201}
  gateway: auth_check
  gateway: POST [client]
    orders: POST /orders [server] {http.response.status_code=201}
      orders: GET [client]
        users: GET /users/:id [server] {http.response.status_code=200}
          users: pg.query:SELECT users [client]
      orders: place_order
        orders: pg.query:BEGIN orders [client]
        orders: pg.query:INSERT orders [client]
        orders: pg.query:COMMIT orders [client]
`
