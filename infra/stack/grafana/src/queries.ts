import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { alertOperands } from './alert-operands.ts'

import { interpolate, type Values } from './interpolate.ts'
import { dashboardFile, readDataSources } from './provisioned.ts'

/** A query as it is sent to a component, and the place in our files where it stands. */
export type Query = { where: string } & (
  | { source: 'prometheus'; expr: string; exemplars: boolean }
  | { source: 'loki'; expr: string }
  | { source: 'loki-label'; label: string }
  | { source: 'jaeger'; path: string }
)

interface Target {
  datasource: { uid: string }
  expr?: string
  exemplar?: boolean
  queryType?: string
  service?: string
  limit?: number
  query?: string
}

interface Panel {
  title: string
  targets?: Target[]
  fieldConfig?: { overrides?: Override[] }
}

interface Override {
  properties: { id: string; value: { title: string; url: string }[] }[]
}

interface Variable {
  type: string
  name: string
  query: { label: string }
}

/** The queries of the dashboard: those of panels, of variables, and of links in cells. */
export function dashboardQueries(values: Values): Query[] {
  const dashboard = JSON.parse(readFileSync(dashboardFile, 'utf8'))
  const panels: Panel[] = dashboard.panels
  const variables: Variable[] = dashboard.templating.list
  return [
    ...panels.flatMap((panel) => panelQueries(panel, values)),
    ...variables
      .filter(({ type }) => type === 'query')
      .map(({ name, query }) => ({
        where: `dashboard, variable ${name}`,
        source: 'loki-label' as const,
        label: query.label,
      })),
  ]
}

function panelQueries({ title, targets = [], fieldConfig }: Panel, values: Values): Query[] {
  const links = (fieldConfig?.overrides ?? [])
    .flatMap(({ properties }) => properties)
    .filter(({ id }) => id === 'links')
    .flatMap(({ value }) => value)
  return [
    ...targets.map((target, index) =>
      queryOf(target, `dashboard, panel "${title}", query ${index + 1}`, values),
    ),
    ...links.flatMap((link) =>
      exploreTargets(link.url, values).map((target) =>
        queryOf(target, `dashboard, panel "${title}", link "${link.title}"`, values),
      ),
    ),
  ]
}

function queryOf(target: Target, where: string, values: Values): Query {
  const { datasource, expr = '', exemplar = false } = target
  if (datasource.uid === 'prometheus') {
    return { where, source: 'prometheus', expr: interpolate(expr, values), exemplars: exemplar }
  }
  if (datasource.uid === 'loki') return { where, source: 'loki', expr: interpolate(expr, values) }
  return { where, source: 'jaeger', path: jaegerPath(target, values) }
}

/** What Grafana's Jaeger data source asks for. */
function jaegerPath({ queryType, service, limit, query = '' }: Target, values: Values): string {
  if (queryType === 'search') return `/api/traces?service=${service}&limit=${limit}`
  if (queryType === 'dependencyGraph') return `/api/dependencies?endTs=${Date.now()}`
  return `/api/traces/${interpolate(query, values)}`
}

/** The targets in a link to Explore; none for a link that leads elsewhere. */
function exploreTargets(url: string, values: Values): Target[] {
  const panes = new URL(interpolate(url, values), 'http://grafana').searchParams.get('panes')
  if (panes === null) return []
  return Object.values<{ queries: Target[] }>(JSON.parse(panes)).flatMap(({ queries }) => queries)
}

/** What is asked when somebody clicks from a span to its log lines or to its metrics. */
export function linkQueries(values: Values): Query[] {
  const jaeger = readDataSources().find(({ uid }) => uid === 'jaeger')
  const { tracesToLogsV2, tracesToMetrics } = jaeger?.jsonData ?? {}
  return [
    {
      where: 'data source Jaeger, from a span to its log lines',
      source: 'loki',
      expr: interpolate(tracesToLogsV2.query, values),
    },
    ...tracesToMetrics.queries.map(
      ({ name, query }: { name: string; query: string }): Query => ({
        where: `data source Jaeger, from a span to its metrics, "${name}"`,
        source: 'prometheus',
        expr: interpolate(query, values),
        exemplars: false,
      }),
    ),
  ]
}

/** The label matchers that stand for `$__tags` when a span with these tags was clicked. */
export function tagMatchers(spanTags: Values): string {
  const jaeger = readDataSources().find(({ uid }) => uid === 'jaeger')
  const tags: { key: string; value: string }[] = jaeger?.jsonData.tracesToMetrics.tags
  return tags
    .filter(({ key }) => spanTags[key] !== undefined)
    .map(({ key, value }) => `${value}="${spanTags[key]}"`)
    .join(', ')
}

interface Rule {
  record?: string
  alert?: string
  expr: string
}

export const rulesFile = new URL('../../prometheus/rules/onetrace.yml', import.meta.url)

/**
 * The queries of the rules: what each signal is computed from, the signal itself, and what each
 * alert compares with its limit. (The alert as a whole has no data as long as all is well.)
 */
export function ruleQueries(): Query[] {
  const groups: { rules: Rule[] }[] = parse(readFileSync(rulesFile, 'utf8')).groups
  return groups
    .flatMap(({ rules }) => rules)
    .flatMap(({ record, alert, expr }) => {
      const where = `rule ${record ?? alert}`
      const parts = record ? [expr, record] : alertOperands(expr)
      return parts.map((part) => ({
        where,
        source: 'prometheus' as const,
        expr: part,
        exemplars: false,
      }))
    })
}
