import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { dataSources } from './data-sources.ts'
import { dataSourcesFile, readDataSources } from './provisioned.ts'

const provisioning = new URL('../provisioning/', import.meta.url)

test('each data source of the code is provisioned with its type and uid', () => {
  const provisioned = readDataSources().map(({ type, uid }) => ({ type, uid }))

  expect(provisioned).toEqual(Object.values(dataSources))
})

test('a dollar sign that Grafana would take for a variable of its own is written twice', () => {
  const text = readFileSync(dataSourcesFile, 'utf8').replaceAll(/^ *#.*$/gm, '')

  expect(text.match(/\$+/g)).toEqual(expect.arrayContaining(['$$']))
  expect(text.match(/(?<!\$)\$(?:\$\$)*(?!\$)/g)).toBeNull()
})

test('every link between data sources leads to one that is provisioned', () => {
  const linked = [...JSON.stringify(readDataSources()).matchAll(/"datasourceUid":"([^"]*)"/g)]
  const [prometheus, loki, jaeger] = readDataSources()

  expect(linked.map(([, uid]) => uid)).toEqual(['jaeger', 'jaeger', 'loki', 'prometheus'])
  expect(prometheus?.jsonData.exemplarTraceIdDestinations[0].datasourceUid).toBe('jaeger')
  expect(loki?.jsonData.derivedFields[0]).toMatchObject({
    matcherType: 'label',
    matcherRegex: 'trace_id',
    url: placeholder('__value.raw'),
    datasourceUid: 'jaeger',
  })
  expect(jaeger?.jsonData.tracesToLogsV2.datasourceUid).toBe('loki')
  expect(jaeger?.jsonData.tracesToMetrics.datasourceUid).toBe('prometheus')
})

const placeholder = (name: string) => `\${${name}}`

test("Loki's settings are among those that it reads, which Grafana publishes no type of", () => {
  const loki = readDataSources().find(({ uid }) => uid === 'loki')
  const known = [
    'name',
    'matcherType',
    'matcherRegex',
    'datasourceUid',
    'url',
    'urlDisplayLabel',
    'targetBlank',
  ]

  expect(Object.keys(loki?.jsonData ?? {})).toEqual(['maxLines', 'derivedFields'])
  for (const field of loki?.jsonData.derivedFields ?? []) {
    expect(known).toEqual(expect.arrayContaining(Object.keys(field)))
  }
})

test('the dashboard lies where the provider looks for it', () => {
  const text = readFileSync(new URL('dashboards/onetrace.yaml', provisioning), 'utf8')
  const compose = parse(readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8'), {
    merge: true,
  })
  const { path } = parse(text).providers[0].options

  expect(compose.services.grafana.volumes).toContain(`./grafana/dashboards:${path}:ro`)
  expect(existsSync(new URL('../dashboards/onetrace.json', import.meta.url))).toBe(true)
})
