import { type JudgedHop, judgeHopsOf } from '@onetrace/trace-doctor/hops'
import { useMemo, useRef } from 'preact/hooks'
import { linkKeys } from '../move-focus.ts'
import { navigate, traceHref } from '../router.ts'
import type { TraceTree, TreeNode } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { HopCard } from './hop-card.tsx'
import { KeyHints } from './key-hints.tsx'

/**
 * For each hop (a call from one service to another), what was really sent and received, and the
 * spans.
 */
export function HopsView(props: { tree: TraceTree; spanId: string | undefined }) {
  const { tree, spanId } = props
  const hops = useMemo(() => judgeHopsOf(tree.roots), [tree])
  const main = useRef<HTMLElement>(null)
  useKeys({
    ...linkKeys(main, 'a.hop-span'),
    Escape: () => navigate(traceHref(tree.traceId, { ...(spanId && { spanId }) })),
  })

  return (
    <>
      <main ref={main} class="hops">
        {hops.length === 0 && (
          <p class="nothing">This trace stays within one service: no request left or entered it.</p>
        )}
        {lacksHeaders(hops) && <HowToRecord />}
        {hops.map((hop) => (
          <HopCard
            key={`${hop.from?.key} ${hop.to?.key}`}
            traceId={tree.traceId}
            hop={hop}
            spanId={spanId}
          />
        ))}
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'to the span'],
          ['Esc', 'back'],
        ]}
      />
    </>
  )
}

/** Whether some side of some hop recorded nothing, so that the reader has to be told how to. */
function lacksHeaders(hops: JudgedHop<TreeNode>[]): boolean {
  return hops.some(
    ({ sent, received }) =>
      sent?.traceparent.state === 'unknown' || received?.traceparent.state === 'unknown',
  )
}

function HowToRecord() {
  return (
    <p class="note">
      A service's headers are here when its spans hold them as <code>http.request.header.*</code>.
      In JavaScript the http and undici instrumentations record them when{' '}
      <code>headersToSpanAttributes</code> names <code>traceparent</code> and{' '}
      <code>tracestate</code>; other languages have a setting to capture request headers.
    </p>
  )
}
