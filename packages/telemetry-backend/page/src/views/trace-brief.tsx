import { exactTime, formatDuration, formatTime, shortId } from '../format.ts'
import { traceHref } from '../router.ts'
import { httpStatus } from '../trace/measure.ts'
import type { TraceTree } from '../trace/tree.ts'
import { ServiceName } from './service-name.tsx'

/** One of two traces in a line, which opens it. */
export function TraceBrief(props: { word: string; tree: TraceTree }) {
  const { word, tree } = props
  const root = tree.roots[0]
  return (
    <p class="trace-brief">
      <span class="muted">{word}</span>
      <span class="named" title={root?.span.name}>
        {root && <ServiceName service={root.span.service} />}{' '}
        <a href={traceHref(tree.traceId)}>{root?.span.name || tree.traceId}</a>
      </span>
      <span>{httpStatus(root)}</span>
      <span>{formatDuration(tree.duration)}</span>
      <time title={exactTime(tree.startTime)}>{formatTime(tree.startTime)}</time>
      <code title={tree.traceId}>{shortId(tree.traceId)}</code>
    </p>
  )
}
