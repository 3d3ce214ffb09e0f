import { httpStatusOf, type Span, waitOf } from '@onetrace/spans'
import { formatDuration } from '../format.ts'
import { fetchTrace } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'
import { traceHref } from '../router.ts'
import { layOut, type TraceTree } from '../trace/tree.ts'
import { ServiceName } from './service-name.tsx'

/** A batch may come from very many traces. */
const mostOrigins = 3

interface Origin {
  /** The span of this trace that links. */
  from: Span
  /** The trace that it links to, and the span there. */
  tree: TraceTree
  to: Span | undefined
}

/** A trace that goes on from another by a link says from which, and leads to their common story. */
export function TraceOrigins({ tree }: { tree: TraceTree }) {
  const links = linksOf(tree)
  const shown = links.slice(0, mostOrigins)
  const key = shown.map(({ traceId, spanId }) => traceId + spanId).join(' ')
  const { value } = useLoad(key, () => Promise.all(shown.map(fetchOrigin)))
  const origins = (value ?? []).flatMap((origin) => origin ?? [])
  if (origins.length === 0) return null
  return (
    <section class="origins" aria-label="Where this trace comes from">
      {origins.map((origin) => (
        <OriginLine key={origin.tree.traceId} {...origin} />
      ))}
      {links.length > shown.length && (
        <p class="muted">and {links.length - shown.length} more, in the span's details</p>
      )}
    </section>
  )
}

function OriginLine({ from, tree, to }: Origin) {
  const { span: root } = tree.root
  const wait = to && waitOf({ span: from }, { span: to, children: [] })
  return (
    <p>
      <span class="muted">goes on from</span> <ServiceName service={root.service} />{' '}
      <a href={traceHref(tree.traceId, { spanId: from.spanId })}>{root.name}</a>{' '}
      <span>{httpStatusOf(root)}</span> <span>{formatDuration(tree.duration)}</span>
      {to && <span class="muted">, {to.name}</span>}
      {wait && <span class="muted">, {wait.words}</span>}
    </p>
  )
}

interface LinkOut {
  from: Span
  traceId: string
  spanId: string
}

function linksOf({ roots, traceId }: TraceTree): LinkOut[] {
  return roots.flatMap(({ span }) =>
    span.links
      .filter((link) => link.traceId !== traceId)
      .map(({ traceId, spanId }) => ({ from: span, traceId, spanId })),
  )
}

async function fetchOrigin({ from, traceId, spanId }: LinkOut): Promise<Origin | undefined> {
  const { spans } = await fetchTrace(traceId)
  const tree = layOut({ traceId, spans })
  return tree && { from, tree, to: spans.find((span) => span.spanId === spanId) }
}
