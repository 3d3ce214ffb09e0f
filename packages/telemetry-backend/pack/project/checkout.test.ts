import { type Backend, startBackend } from '@onetrace/telemetry-backend'
import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { sendTrace } from './tracing.mjs'

test('a backend in the test process holds the trace that an exporter sent', async () => {
  const backend: Backend = await startBackend({ ports: 0 })

  const traceId: string = await sendTrace(`${backend.urls.otlp}/v1/traces`)

  const trace = backend.trace(traceId)
  expect(trace?.spans.map(({ service, name }) => `${service}: ${name}`)).toEqual(['shop: checkout'])
  const page = await fetch(backend.urls.query)
  expect(await page.text()).toContain('<script type="module"')
  await backend.close()
})
