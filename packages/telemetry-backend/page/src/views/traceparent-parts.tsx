import type { Traceparent } from '@onetrace/trace-doctor/hops'
import { flagWords } from '../hops/flag-words.ts'
import { traceHref } from '../router.ts'
import { colorOf } from '../services.ts'
import type { TreeNode } from '../trace/tree.ts'

interface Part {
  value: string
  means: string
  color?: string | undefined
  /** The address of the trace that the header names, when it is not this one. */
  href?: string | undefined
}

/** The four fields of the header, each with its meaning below it. */
export function TraceparentParts(props: {
  /** The trace that the page shows. */
  traceId: string
  fields: Traceparent
  parent: TreeNode | undefined
}) {
  const { traceId, fields, parent } = props
  const isForeign = fields.traceId !== traceId
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
      color: parent && colorOf(parent.span.service),
    },
    { value: fields.flags, means: flagWords(fields.flags) },
  ]
  return (
    <span class="traceparent">
      {parts.map(({ value, means, color, href }, i) => (
        <span key={means} class="part">
          <code>
            {i > 0 && <span class="dash">-</span>}
            {href ? (
              <a class="hop-span" href={href}>
                {value}
              </a>
            ) : (
              <span class={color ? `span-id ${color}` : ''}>{value}</span>
            )}
          </code>
          <small>{means}</small>
        </span>
      ))}
    </span>
  )
}
