import { attributeText, toRfc3339, type Wait, waitOf } from '@onetrace/spans'
import { isBorder } from '@onetrace/trace-doctor/hops'
import type { ServerSide } from '@onetrace/trace-doctor/logs'
import type { RefObject } from 'preact'
import { formatDuration, formatTime, shortId } from '../format.ts'
import type { LinkFrom } from '../net/trace-api.ts'
import { traceHref } from '../router.ts'
import type { LogLine } from '../trace/lines.ts'
import { clockSkew, gapBefore, isErrorOrigin, isFailed, selfTime } from '../trace/measure.ts'
import { milliseconds, type TraceTree, type TreeNode } from '../trace/tree.ts'
import { AttributeTable } from './attribute-table.tsx'
import { CopyButton } from './copy-button.tsx'
import { ServiceName } from './service-name.tsx'
import { SpanEvents } from './span-events.tsx'
import { SpanLines } from './span-lines.tsx'
import { LinksToSpan, SpanLinks } from './span-links.tsx'

/** Everything that is known of one span, also the numbers that the bars do not show. */
export function SpanDetails(props: {
  elementRef: RefObject<HTMLElement | null>
  tree: TraceTree
  node: TreeNode
  lines: LogLine[]
  /** What Postgres' log says of its statement. */
  server: ServerSide | undefined
  linksTo: LinkFrom[]
  /** The span that the address names, which may not be there. */
  asked: string | undefined
  onClose: () => void
}) {
  const { tree, node, lines, server } = props
  const home = tree.homes.get(node.span.spanId)
  const { span } = node
  const { 'db.query.text': query, 'db.statement': formerly, ...attributes } = span.attributes
  const statement = query ?? formerly
  return (
    <aside ref={props.elementRef} class="details" tabIndex={-1} aria-label="Details of the span">
      <button type="button" class="close" onClick={props.onClose}>
        Close
      </button>
      {props.asked && props.asked !== node.key && (
        <p class="trouble">
          Span <code>{props.asked}</code> is not in this trace; this is its root.
        </p>
      )}
      <h2>
        <ServiceName service={span.service} /> <span class="sep">›</span> {span.name}{' '}
        <span class="sep">›</span> <span class="kind">{span.kind}</span>
      </h2>
      {isFailed(node) && (
        <p class={isErrorOrigin(node) ? 'error-text' : 'muted'}>
          {isErrorOrigin(node) ? 'Failed here' : 'Failed because of a span below'}
          {span.status.message && `: ${span.status.message}`}
        </p>
      )}
      {home && (
        <p class="muted">
          Of <a href={traceHref(home, { spanId: node.span.spanId })}>trace {shortId(home)}</a>,
          which goes on from this one by a link
        </p>
      )}
      <Numbers tree={tree} node={node} server={server} />
      {statement !== undefined && <pre class="statement">{attributeText(statement)}</pre>}
      {server?.plan && (
        <section>
          <h3>Plan</h3>
          <pre class="statement">{server.plan}</pre>
        </section>
      )}
      <SpanEvents events={span.events} start={tree.startTime} />
      <SpanLines lines={lines} start={tree.startTime} />
      <AttributeTable title="Attributes" attributes={attributes} />
      {isBorder(span) && (
        <p>
          <a href={traceHref(span.traceId, { tab: 'hops', spanId: node.key })}>
            The context headers of this hop
          </a>
        </p>
      )}
      <SpanLinks links={span.links} />
      <LinksToSpan links={props.linksTo} traceId={span.traceId} />
      <Identity node={node} />
      <AttributeTable title="Resource" attributes={span.resource} folded />
    </aside>
  )
}

function Numbers(props: { tree: TraceTree; node: TreeNode; server: ServerSide | undefined }) {
  const { tree, node, server } = props
  const wait = waitOf(node, node.parent)
  const own = selfTime(node)
  const duration = node.end - node.start
  const share = tree.duration > 0 ? Math.round((duration / tree.duration) * 100) : 100
  const numbers: [string, string, string?][] = [
    ['duration', formatDuration(duration), `${duration} ms`],
    ['self time', formatDuration(own), 'the part in which no span below it ran'],
    ['starts at', formatDuration(node.start), toRfc3339(node.span.startTime)],
    ['of the trace', `${share} %`],
    ['gap before', formatDuration(gapBefore(node)), 'since the sibling or parent before it'],
    ['clock', formatTime(node.span.startTime), toRfc3339(node.span.startTime)],
    ...skewNumbers(node),
    ...(server ? [serverNumber(server, duration)] : []),
    ...(wait ? [waitNumber(wait)] : []),
  ]
  return (
    <dl class="numbers">
      {numbers.map(([name, value, hint]) => (
        <div key={name} title={hint}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The times above are as sent. */
function skewNumbers(node: TreeNode): [string, string, string][] {
  const skew = clockSkew(node)
  if (skew === 0) return []
  const hint = `it began before its parent, so one of the two clocks is off; moved by ${formatDuration(skew)} it fits into its parent`
  return [['start, adjusted', formatDuration(node.start + skew), hint]]
}

function serverNumber({ durationMs }: ServerSide, duration: number): [string, string, string] {
  const both = `${formatDuration(durationMs)} of ${formatDuration(duration)}`
  return [
    'server',
    both,
    "the database's own time, from its log; the rest is the way there and back",
  ]
}

function waitNumber({ start, end, words }: Wait): [string, string, string] {
  return ['waited', formatDuration(milliseconds(end - start)), words]
}

function Identity(props: { node: TreeNode }) {
  const { span, parent, flaw, nth } = props.node
  return (
    <section>
      <h3>Identity</h3>
      <table class="attributes">
        <tbody>
          <tr>
            <th scope="row">span id</th>
            <td>
              <code>{span.spanId}</code> <CopyButton text={span.spanId} label="Copy the span id" />
              {nth && (
                <>
                  , which{' '}
                  <a href={traceHref(span.traceId, { spanId: span.spanId })}>an earlier span</a> has
                  too
                </>
              )}
            </td>
          </tr>
          {span.parentSpanId && (
            <tr>
              <th scope="row">parent id</th>
              <td>
                {parent ? (
                  <a href={traceHref(span.traceId, { spanId: parent.key })}>
                    <code>{span.parentSpanId}</code>
                  </a>
                ) : (
                  <>
                    <code>{span.parentSpanId}</code>,{' '}
                    {flaw === 'cycle'
                      ? 'which is below it: it is its own ancestor'
                      : 'which has not been received'}
                  </>
                )}
              </td>
            </tr>
          )}
          <tr>
            <th scope="row">scope</th>
            <td>
              {span.scope.name || 'none'} {span.scope.version}
            </td>
          </tr>
          {span.traceState && (
            <tr>
              <th scope="row">tracestate</th>
              <td>
                <code>{span.traceState}</code>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
