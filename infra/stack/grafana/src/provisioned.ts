import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export interface DataSource {
  name: string
  type: string
  uid: string
  url: string
  // biome-ignore lint/suspicious/noExplicitAny: the settings of each kind differ
  jsonData: Record<string, any>
}

export const dashboardFile = new URL('../dashboards/onetrace.json', import.meta.url)
export const dataSourcesFile = new URL('../provisioning/datasources/onetrace.yaml', import.meta.url)

/** The data sources as Grafana has them after reading the file, where it turns `$$` into `$`. */
export function readDataSources(): DataSource[] {
  return unescaped(parse(readFileSync(dataSourcesFile, 'utf8')).datasources)
}

function unescaped<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('$$', '$'))
}
