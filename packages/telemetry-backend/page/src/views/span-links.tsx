import type { SpanLink } from '@onetrace/span-tree'
import { shortId } from '../format.ts'
import { traceHref } from '../router.ts'
import { AttributeTable } from './attribute-table.tsx'

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
