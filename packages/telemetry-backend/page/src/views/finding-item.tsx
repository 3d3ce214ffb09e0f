import { linkIds, otherTraceIn } from '../doctor/references.ts'
import type { Finding } from '../net/trace-api.ts'
import type { TraceTree } from '../trace/tree.ts'

export function FindingItem(props: { tree: TraceTree; finding: Finding }) {
  const { tree, finding } = props
  const { severity, check, what, where, cause, cure } = finding
  const trace = {
    traceId: tree.traceId,
    has: (spanId: string) => tree.nodes.has(spanId),
    other: otherTraceIn(what, tree.traceId),
  }
  const say = (text: string) =>
    linkIds(text, trace).map((part, i) =>
      part.href ? (
        <a key={i} href={part.href}>
          <code>{part.text}</code>
        </a>
      ) : (
        part.text
      ),
    )
  return (
    <li class={`finding ${severity}`}>
      <h2>
        <span class="severity">{severity}</span> {say(what)}
      </h2>
      <dl>
        <dt>where</dt>
        <dd>{say(where)}</dd>
        <dt>likely</dt>
        <dd>{say(cause)}</dd>
        <dt>to do</dt>
        <dd>{say(cure)}</dd>
      </dl>
      <p class="muted">{check}</p>
    </li>
  )
}
