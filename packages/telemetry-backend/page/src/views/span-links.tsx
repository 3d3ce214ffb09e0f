import type { SpanLink } from '@onetrace/spans'
import { shortId } from '../format.ts'
import type { LinkFrom } from '../net/trace-api.ts'
import { traceHref } from '../router.ts'
import { AttributeTable } from './attribute-table.tsx'
import { ServiceName } from './service-name.tsx'

export function SpanLinks(props: { links: SpanLink[] }) {
  if (props.links.length === 0) return null
  return (
    <section>
      <h3>Links</h3>
      {props.links.map((link) => (
        <div key={`${link.traceId}${link.spanId}`}>
          <a href={traceHref(link.traceId, { spanId: link.spanId })}>
            span <code>{link.spanId}</code> of trace <code>{shortId(link.traceId)}</code>
          </a>
          <AttributeTable title="" attributes={link.attributes} />
        </div>
      ))}
    </section>
  )
}

/** The links that lead to a span, which the span itself does not hold. */
export function LinksToSpan(props: { links: LinkFrom[]; traceId: string }) {
  if (props.links.length === 0) return null
  return (
    <section>
      <h3>Linked from</h3>
      {props.links.map(({ traceId, spanId, service, name }) => (
        <div key={traceId + spanId}>
          <ServiceName service={service} /> <a href={traceHref(traceId, { spanId })}>{name}</a>
          {traceId !== props.traceId && (
            <span class="muted">
              {' '}
              in trace <code>{shortId(traceId)}</code>
            </span>
          )}
        </div>
      ))}
    </section>
  )
}
