import { httpStatusOf, toRfc3339 } from '@onetrace/spans'
import { formatDuration, formatTime, plural, shortId } from '../format.ts'
import { compareHref, type TraceTab, traceHref } from '../router.ts'
import { isErrorOrigin } from '../trace/measure.ts'
import type { TraceTree } from '../trace/tree.ts'
import { CopyButton } from './copy-button.tsx'
import { PageHeader } from './page-header.tsx'
import { ServiceName } from './service-name.tsx'

/** One line that says which request this was, and the tabs that show it. */
export function TraceHeader(props: {
  tree: TraceTree
  lines: number
  /** How many complaints the doctor has; undefined until it has answered. */
  complaints: number | undefined
  tab: TraceTab
  spanId: string | undefined
}) {
  const { tree, lines } = props
  const { span: root } = tree.root
  const errors = [...tree.nodes.values()].filter(isErrorOrigin).length
  return (
    <PageHeader>
      <div class="trace-title">
        <h1 title={root.name}>
          <ServiceName service={root.service} /> {root.name}
        </h1>
        <span class="status">{httpStatusOf(root)}</span>
        <span class="duration">{formatDuration(tree.duration)}</span>
        <time title={toRfc3339(tree.startTime)}>{formatTime(tree.startTime)}</time>
        <span class="id">
          <code title={tree.traceId}>{shortId(tree.traceId)}</code>
          <CopyButton text={tree.traceId} label="Copy the trace id" />
          <a class="button small" href={compareHref(tree.traceId)}>
            compare
          </a>
        </span>
        <span class="counts">
          <span>{plural(tree.nodes.size, 'span')}</span>
          <span>{plural(tree.services.length, 'service')}</span>
          <span>{plural(lines, 'log line')}</span>
          {errors > 0 && <span class="error-text">{plural(errors, 'error')}</span>}
        </span>
      </div>
      <Tabs {...props} />
    </PageHeader>
  )
}

const tabs: [TraceTab, string][] = [
  ['timeline', 'Timeline'],
  ['tree', 'Tree'],
  ['logs', 'Logs'],
  ['hops', 'Hops'],
  ['doctor', 'Doctor'],
]

function Tabs(props: Parameters<typeof TraceHeader>[0]) {
  const { tree, tab: current, spanId, complaints } = props
  return (
    <nav class="tabs" aria-label="Views of this trace">
      {tabs.map(([tab, name]) => (
        <a
          key={tab}
          href={traceHref(tree.traceId, { tab, ...(spanId && { spanId }) })}
          aria-current={tab === current ? 'page' : undefined}
        >
          {name}
          {tab === 'doctor' && complaints !== undefined && (
            <span class={complaints > 0 ? 'error-text' : ''}> ({complaints})</span>
          )}
        </a>
      ))}
    </nav>
  )
}
