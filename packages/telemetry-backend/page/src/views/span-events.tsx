import { attributeText, type SpanEvent, toRfc3339 } from '@onetrace/spans'
import { formatDuration } from '../format.ts'
import { milliseconds } from '../trace/tree.ts'
import { AttributeTable } from './attribute-table.tsx'

export function SpanEvents(props: { events: SpanEvent[]; start: bigint }) {
  if (props.events.length === 0) return null
  return (
    <section>
      <h3>Events</h3>
      {props.events.map((event, i) => (
        <div key={i} class="event">
          <span class="at" title={toRfc3339(event.time)}>
            {formatDuration(milliseconds(event.time - props.start))}
          </span>
          {event.name === 'exception' ? <Exception event={event} /> : <PlainEvent event={event} />}
        </div>
      ))}
    </section>
  )
}

function PlainEvent(props: { event: SpanEvent }) {
  return (
    <div>
      <b>{props.event.name || 'without a name'}</b>
      <AttributeTable title="" attributes={props.event.attributes} />
    </div>
  )
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
function Exception(props: { event: SpanEvent }) {
  const {
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': stack,
    ...rest
  } = props.event.attributes
  return (
    <div class="exception">
      <b>{type === undefined ? 'exception' : attributeText(type)}</b>
      {message !== undefined && `: ${attributeText(message)}`}
      {typeof stack === 'string' && <pre>{stack}</pre>}
      <AttributeTable title="" attributes={rest} />
    </div>
  )
}
