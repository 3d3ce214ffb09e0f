import { httpStatusOf, toRfc3339 } from '@onetrace/spans'
import { formatDuration, formatTime, shortId } from '../format.ts'
import { traceHref } from '../router.ts'
import type { TraceTree } from '../trace/tree.ts'
import { ServiceName } from './service-name.tsx'

/** One of two traces in one line, with a link that opens it. */
export function TraceBrief(props: { word: string; tree: TraceTree }) {
  const { word, tree } = props
  const { span: root } = tree.root
  return (
    <p class="trace-brief">
      <span class="muted">{word}</span>
      <span class="named" title={root.name}>
        <ServiceName service={root.service} />{' '}
        <a href={traceHref(tree.traceId)}>{root.name || tree.traceId}</a>
      </span>
      <span>{httpStatusOf(root)}</span>
      <span>{formatDuration(tree.duration)}</span>
      <time title={toRfc3339(tree.startTime)}>{formatTime(tree.startTime)}</time>
      <code title={tree.traceId}>{shortId(tree.traceId)}</code>
    </p>
  )
}
