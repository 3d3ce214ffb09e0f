import { dataSources } from './data-sources.ts'

interface DataLink {
  title: string
  url: string
  targetBlank?: boolean
}

/** A placeholder of Grafana, which it fills in when somebody clicks. */
const placeholder = (name: string) => `\${${name}}`
const clickedId = placeholder('__value.raw')

/** Opens the clicked trace in Explore, where its spans have links to their log lines. */
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

/** Encodes a text for a URL, except Grafana's placeholders, which it looks for as they are. */
function encoded(text: string): string {
  return text
    .split(/(\$\{[^}]+\})/)
    .map((part) => (part.startsWith('${') ? part : encodeURIComponent(part)))
    .join('')
}
