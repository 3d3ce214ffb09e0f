import { type Answer, json } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import type { TraceStore } from '../store/trace-store.ts'
import { nowNano, parseGoDuration } from '../time.ts'
import { summarizeServices } from './service-stats.ts'

const hour = 3600n * 1_000_000_000n

/** `GET /api/onetrace/services?lookback=15m` */
export function servicesRoute(store: TraceStore): Route {
  return {
    method: 'GET',
    path: '/api/onetrace/services',
    handle: ({ query }) => answerServices(store, query.get('lookback')),
  }
}

function answerServices(store: TraceStore, text: string | null): Answer {
  const lookback = text ? parseGoDuration(text) : hour
  if (lookback === undefined || lookback <= 0n) {
    const message = `lookback: expected a duration above 0 such as 15m, got ${JSON.stringify(text)}`
    return json({ error: { code: 'invalid_request', message } }, 400)
  }
  const to = nowNano()
  return json(summarizeServices(store.all(), { from: to - lookback, to }))
}
