import {
  addressOf,
  type ContextHeader,
  contextHeaders,
  type JudgedHop,
  type Recorded,
} from '@onetrace/trace-doctor/hops'
import { formatDuration } from '../format.ts'
import { traceHref } from '../router.ts'
import { colorOf } from '../services.ts'
import { milliseconds, type TreeNode } from '../trace/tree.ts'
import { HopValue } from './hop-value.tsx'
import { ServiceName } from './service-name.tsx'

/** One hop: who called whom, the headers that each side recorded, and the spans of both sides. */
export function HopCard(props: {
  traceId: string
  hop: JudgedHop<TreeNode>
  spanId: string | undefined
}) {
  const { traceId, hop, spanId } = props
  const { from, to, verdict } = hop
  const chosen = spanId !== undefined && [from, to].some((node) => node?.key === spanId)
  return (
    <section class={`hop ${chosen ? 'selected' : ''}`}>
      <h2>
        {from ? <ServiceName service={from.span.service} /> : 'outside'} →{' '}
        {to ? (
          <ServiceName service={to.span.service} />
        ) : (
          ((from && addressOf(from.span)) ?? 'unknown')
        )}
      </h2>
      <p class={`verdict ${verdict.tone}`}>
        {verdict.words}{' '}
        {verdict.tone === 'wrong' && (
          <a class="hop-span" href={traceHref(traceId, { tab: 'doctor' })}>
            What the doctor says
          </a>
        )}
      </p>
      <Transit hop={hop} />
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
            <HeaderRow key={name} traceId={traceId} name={name} hop={hop} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function HeaderRow(props: { traceId: string; name: ContextHeader; hop: JudgedHop<TreeNode> }) {
  const { traceId, name, hop } = props
  const [sent, received] = [hop.sent?.[name], hop.received?.[name]]
  const note = name === 'traceparent' ? undefined : hop.notes[name]
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <HopValue traceId={traceId} hop={hop} name={name} side="sent" />
        {name === 'baggage' && hop.dropped.length > 0 && (
          <small class="aside">not passed on: {hop.dropped.join(', ')}</small>
        )}
      </td>
      <td>
        {isSame(sent, received) ? (
          <span class="muted">the same</span>
        ) : (
          <HopValue traceId={traceId} hop={hop} name={name} side="received" />
        )}
        {note && <small class="aside error-text">{note}</small>}
      </td>
    </tr>
  )
}

/** A span by its id, in the color that the id has in the header that names it. */
function HopSpan({ word, node }: { word: string; node: TreeNode }) {
  const { service, name, spanId, traceId } = node.span
  return (
    <>
      {word}{' '}
      <a class="hop-span" href={traceHref(traceId, { spanId: node.key })}>
        {name} <code class={`span-id ${colorOf(service)}`}>{spanId}</code>
      </a>
    </>
  )
}

function Transit({ hop: { transit } }: { hop: JudgedHop<TreeNode> }) {
  if (!transit) return null
  const [there, back] = [milliseconds(transit.there), milliseconds(transit.back)]
  if (there < 0) return <p class="transit">the clocks of both differ</p>
  return (
    <p class="transit">
      {formatDuration(there)} there
      {/* It may be negative, since a service may still work when its answer has arrived. */}
      {back >= 0 && `, ${formatDuration(back)} back`}
    </p>
  )
}

function isSame(sent: Recorded | undefined, received: Recorded | undefined): boolean {
  return sent?.state === 'value' && received?.state === 'value' && sent.value === received.value
}
