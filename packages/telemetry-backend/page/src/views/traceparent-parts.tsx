import { flagWords, type Traceparent } from '../hops/traceparent.ts'
import { traceHref } from '../router.ts'
import { colourOf } from '../services.ts'
import type { TraceTree } from '../trace/tree.ts'

interface Part {
  value: string
  means: string
  colour?: string | undefined
  /** To the trace that the header speaks of, when it is not this one. */
  href?: string | undefined
}

/** The header's four fields, each with what it says below it. */
export function TraceparentParts(props: { tree: TraceTree; fields: Traceparent }) {
  const { tree, fields } = props
  const parent = tree.nodes.get(fields.parentId)
  const isForeign = fields.traceId !== tree.traceId
  const parts: Part[] = [
    { value: fields.version, means: 'version' },
    {
      value: fields.traceId,
      means: isForeign ? 'another trace' : 'this trace',
      href: isForeign ? traceHref(fields.traceId, { spanId: fields.parentId }) : undefined,
    },
    {
      value: fields.parentId,
      means: parent
        ? `parent: ${parent.span.service} ${parent.span.name}`
        : 'parent: a span not here',
      colour: parent && colourOf(parent.span.service),
    },
    { value: fields.flags, means: flagWords(fields.flags) },
  ]
  return (
    <span class="traceparent">
      {parts.map(({ value, means, colour, href }, i) => (
        <span key={means} class="part">
          <code>
            {i > 0 && <span class="dash">-</span>}
            {href ? (
              <a class="hop-span" href={href}>
                {value}
              </a>
            ) : (
              <span class={colour ? `span-id ${colour}` : ''}>{value}</span>
            )}
          </code>
          <small>{means}</small>
        </span>
      ))}
    </span>
  )
}
