import type { ContextHeader, Recorded } from '../hops/recorded-headers.ts'
import { readTraceparent } from '../hops/traceparent.ts'
import type { TraceTree } from '../trace/tree.ts'
import { TraceparentParts } from './traceparent-parts.tsx'

/** One header on one side; the reader learns as well that it was absent, or that nobody knows. */
export function HopValue(props: { tree: TraceTree; name: ContextHeader; header: Recorded }) {
  const { tree, name, header } = props
  if (header.state === 'absent') return <span class="muted">none</span>
  if (header.state === 'unknown') return <span class="muted">not recorded</span>
  const fields = name === 'traceparent' ? readTraceparent(header.value) : undefined
  if (fields) return <TraceparentParts tree={tree} fields={fields} />
  return (
    <>
      <code>{header.value}</code>
      {name === 'traceparent' && <small class="aside error-text">no valid traceparent</small>}
    </>
  )
}
