import { expect, test } from 'vitest'
import { text } from '../testing/otlp-samples.ts'
import { ask, post, type TestBackend, withBackend } from '../testing/with-backend.ts'

function metricsOf(service: string) {
  const metrics = [{ name: 'jvm.threads', gauge: { dataPoints: [{ asInt: '7' }] } }]
  const resource = { attributes: [text('service.name', service)] }
  return { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }
}

async function about({ get }: TestBackend) {
  return (await get('/api/onetrace/about')).json
}

test('metrics are answered with a full success, and the page knows who pushes them', () =>
  withBackend({}, async (backend) => {
    const url = `${backend.urls.otlp}/v1/metrics`

    const answers = [await post(url, metricsOf('shop')), await post(url, metricsOf('shop'))]

    expect(answers.map(({ status, json }) => ({ status, json }))).toEqual([
      { status: 200, json: { partialSuccess: {} } },
      { status: 200, json: { partialSuccess: {} } },
    ])
    expect(await about(backend)).toMatchObject({
      metricSenders: ['shop'],
      counters: { metricExportsIgnored: 2, exportsRefused: 0 },
    })
  }))

test('what is no export of metrics is refused like one of spans', () =>
  withBackend({}, async (backend) => {
    const url = `${backend.urls.otlp}/v1/metrics`
    const headers = { 'content-type': 'application/x-protobuf' }

    expect((await post(url, { resourceMetrics: 7 })).status).toBe(400)
    expect((await ask(url, { method: 'POST', headers, body: '\xff\xff' })).status).toBe(400)
    expect((await ask(url, { method: 'POST', body: 'x' })).status).toBe(415)
    expect(await about(backend)).toMatchObject({
      metricSenders: [],
      counters: { metricExportsIgnored: 0 },
    })
  }))

test('of many senders the first twenty are named, and long names are cut', () =>
  withBackend({}, async (backend) => {
    const url = `${backend.urls.otlp}/v1/metrics`
    const all = Array.from({ length: 30 }, (_, at) => metricsOf(`${at}${'x'.repeat(200)}`))

    await post(url, { resourceMetrics: all.flatMap(({ resourceMetrics }) => resourceMetrics) })

    const { metricSenders } = await about(backend)
    expect(metricSenders.map((name: string) => name.length)).toEqual(Array(20).fill(100))
  }))
