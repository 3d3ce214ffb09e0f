import { type Answer, json } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import type { TraceSource } from '../store/trace-source.ts'
import { nowNano } from '../time.ts'
import { parseLookback } from './lookback.ts'
import { summarizeServices } from './service-stats.ts'

/** `GET /api/onetrace/services?lookback=15m` */
export function servicesRoute(store: TraceSource): Route {
  return {
    method: 'GET',
    path: '/api/onetrace/services',
    handle: ({ query }) => answerServices(store, query.get('lookback')),
  }
}

function answerServices(store: TraceSource, text: string | null): Answer {
  const lookback = parseLookback(text)
  if (typeof lookback !== 'bigint') return lookback
  const to = nowNano()
  return json(summarizeServices(store.all(), { from: to - lookback, to }))
}
