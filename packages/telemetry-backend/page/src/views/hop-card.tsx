import { formatDuration } from '../format.ts'
import { timeBetween } from '../hops/find-hops.ts'
import { noteOnHeader } from '../hops/judge-hop.ts'
import type { LedgerEntry } from '../hops/ledger.ts'
import { type ContextHeader, contextHeaders, type Recorded } from '../hops/recorded-headers.ts'
import { traceHref } from '../router.ts'
import { colourOf } from '../services.ts'
import type { TraceTree, TreeNode } from '../trace/tree.ts'
import { HopValue } from './hop-value.tsx'
import { ServiceName } from './service-name.tsx'

/** One border: who called whom, what each side saw of the headers, and the spans they made. */
export function HopCard(props: {
  tree: TraceTree
  entry: LedgerEntry
  spanId: string | undefined
}) {
  const { tree, entry, spanId } = props
  const { from, to, verdict } = entry
  const chosen = spanId !== undefined && [from, to].some((node) => node?.span.spanId === spanId)
  return (
    <section class={`hop ${chosen ? 'selected' : ''}`}>
      <h2>
        {from ? <ServiceName service={from.span.service} /> : 'outside'} →{' '}
        {to ? <ServiceName service={to.span.service} /> : addressOf(from)}
      </h2>
      <p class={`verdict ${verdict.tone}`}>
        {verdict.words}{' '}
        {verdict.tone === 'wrong' && (
          <a class="hop-span" href={traceHref(tree.traceId, { tab: 'doctor' })}>
            What the doctor says
          </a>
        )}
      </p>
      <Transit entry={entry} />
      <table class="hop-headers">
        <thead>
          <tr>
            <td />
            <th scope="col">
              {from ? <HopSpan word="sent by" node={from} /> : 'no span of the caller'}
            </th>
            <th scope="col">
              {to ? <HopSpan word="received by" node={to} /> : 'no span of the called service'}
            </th>
          </tr>
        </thead>
        <tbody>
          {contextHeaders.map((name) => (
            <HeaderRow key={name} tree={tree} name={name} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function HeaderRow(props: { tree: TraceTree; name: ContextHeader; entry: LedgerEntry }) {
  const { tree, name, entry } = props
  const [sent, received] = [entry.sent?.[name], entry.received?.[name]]
  const note = name === 'traceparent' ? undefined : noteOnHeader(name, entry)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {sent && <HopValue tree={tree} name={name} header={sent} />}
        {name === 'baggage' && entry.dropped.length > 0 && (
          <small class="aside">not passed on: {entry.dropped.join(', ')}</small>
        )}
      </td>
      <td>
        {received && isSame(sent, received) ? (
          <span class="muted">the same</span>
        ) : (
          received && <HopValue tree={tree} name={name} header={received} />
        )}
        {note && <small class="aside error-text">{note}</small>}
      </td>
    </tr>
  )
}

/** A span by its id, in the colour that the id has in the header that names it. */
function HopSpan({ word, node }: { word: string; node: TreeNode }) {
  const { service, name, spanId, traceId } = node.span
  return (
    <>
      {word}{' '}
      <a class="hop-span" href={traceHref(traceId, { spanId })}>
        {name} <code class={`span-id ${colourOf(service)}`}>{spanId}</code>
      </a>
    </>
  )
}

function Transit({ entry }: { entry: LedgerEntry }) {
  const time = timeBetween(entry)
  if (!time) return null
  if (time.there < 0) return <p class="transit">the clocks of both differ</p>
  return (
    <p class="transit">
      {formatDuration(time.there)} there
      {/* A service may still be at work when its answer has arrived. */}
      {time.back >= 0 && `, ${formatDuration(time.back)} back`}
    </p>
  )
}

function isSame(sent: Recorded | undefined, received: Recorded): boolean {
  return sent?.state === 'value' && received.state === 'value' && sent.value === received.value
}

function addressOf(node: TreeNode | undefined): string {
  const { 'server.address': host, 'server.port': port } = node?.span.attributes ?? {}
  return host === undefined ? 'unknown' : `${host}${port === undefined ? '' : `:${port}`}`
}
