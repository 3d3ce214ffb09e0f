import { dataSources } from './data-sources.ts'

interface DataLink {
  title: string
  url: string
  targetBlank?: boolean
}

/** Grafana's, not TypeScript's: it is filled in when somebody clicks. */
const placeholder = (name: string) => `\${${name}}`
const clickedId = placeholder('__value.raw')

/** Opens the trace whose id is clicked in Explore: its spans lead on to their log lines. */
export function traceInExplore(): DataLink {
  const { uid } = dataSources.jaeger
  const query = { refId: 'A', datasource: dataSources.jaeger, query: clickedId }
  const range = { from: placeholder('__from'), to: placeholder('__to') }
  const panes = JSON.stringify({ trace: { datasource: uid, queries: [query], range } })
  return { title: 'Open in Explore', url: `/explore?schemaVersion=1&panes=${encoded(panes)}` }
}

/** The port that compose.yaml publishes Jaeger's own pages on. */
export const traceInJaeger: DataLink = {
  title: 'Open in Jaeger',
  url: `http://localhost:16686/trace/${clickedId}`,
  targetBlank: true,
}

/** For a URL, but for Grafana's placeholders: it looks for them as they are. */
function encoded(text: string): string {
  return text
    .split(/(\$\{[^}]+\})/)
    .map((part) => (part.startsWith('${') ? part : encodeURIComponent(part)))
    .join('')
}
