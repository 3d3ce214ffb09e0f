import { flagWords, type Traceparent } from '../hops/traceparent.ts'
import { colourOf } from '../services.ts'
import type { TraceTree } from '../trace/tree.ts'

/** The header's four fields, each with what it says below it. */
export function TraceparentParts(props: { tree: TraceTree; fields: Traceparent }) {
  const { tree, fields } = props
  const parent = tree.nodes.get(fields.parentId)
  const parts: [value: string, means: string, colour?: string | undefined][] = [
    [fields.version, 'version'],
    [fields.traceId, fields.traceId === tree.traceId ? 'this trace' : 'another trace'],
    [
      fields.parentId,
      parent ? `parent: ${parent.span.service} ${parent.span.name}` : 'parent: a span not here',
      parent && colourOf(parent.span.service),
    ],
    [fields.flags, flagWords(fields.flags)],
  ]
  return (
    <span class="traceparent">
      {parts.map(([value, means, colour], i) => (
        <span key={means} class="part">
          <code>
            {i > 0 && <span class="dash">-</span>}
            <span class={colour ? `span-id ${colour}` : ''}>{value}</span>
          </code>
          <small>{means}</small>
        </span>
      ))}
    </span>
  )
}
