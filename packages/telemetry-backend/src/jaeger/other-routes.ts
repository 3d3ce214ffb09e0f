import type { Route } from '../http/router.ts'
import type { Upload } from './transform.ts'
import { v1Failure } from './v1-routes.ts'

/** What Jaeger's page asks beyond stored traces, or may ask, depending on its configuration. */
export function jaegerOtherRoutes(upload: Upload): Route[] {
  const without = (method: string, path: string, why: string): Route => ({
    method,
    path,
    handle: () => v1Failure(501, why),
  })
  return [
    {
      method: 'POST',
      path: '/api/transform',
      // Loaded when it is asked, and with it the decoder: few ever do.
      handle: (ask) => import('./transform.ts').then(({ transform }) => transform(ask, upload)),
    },
    without('POST', '/api/archive/:id', 'archiving: not supported by this backend'),
    // In Jaeger's words: without a metrics storage it answers the same, and its page explains it.
    without('GET', '/api/metrics/:name', 'metrics querying is currently disabled'),
    without('GET', '/api/deep-dependencies', 'deep dependencies: not supported by this backend'),
    without('GET', '/api/quality-metrics', 'quality metrics: not supported by this backend'),
  ]
}
