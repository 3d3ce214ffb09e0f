import { joinStatements } from '@onetrace/trace-doctor/logs'
import { useMemo } from 'preact/hooks'
import { useDiagnosis } from '../doctor/use-diagnosis.ts'
import { createLazy } from '../lazy.tsx'
import { fetchWhyNoSpans } from '../net/api.ts'
import type { Live } from '../net/live.ts'
import { useLoad } from '../net/use-load.ts'
import {
  compareHref,
  navigate,
  type Route,
  type TraceTab,
  traceHref,
  traceTabs,
} from '../router.ts'
import { linesBySpan } from '../trace/lines.ts'
import { useLinksTo } from '../trace/use-links-to.ts'
import { useStory } from '../trace/use-story.ts'
import { useLines, useTrace } from '../trace/use-trace.ts'
import { useKeys } from '../use-keys.ts'
import { ContractView } from './contract-view.tsx'
import { DoctorView } from './doctor-view.tsx'
import { LossNote } from './loss-note.tsx'
import { PageHeader } from './page-header.tsx'
import { Problem } from './problem.tsx'
import { TimelineView } from './timeline-view.tsx'
import { TraceHeader } from './trace-header.tsx'
import { TraceLogs } from './trace-logs.tsx'
import { TraceOrigins } from './trace-origins.tsx'

const HopsView = createLazy(() => import('./hops-view.tsx').then((m) => m.HopsView), 'part')

export function TracePage(props: { route: Route & { view: 'trace' }; live: Live }) {
  const { traceId, tab, spanId, find } = props.route
  const { tree, missing, evicted, error, reload } = useTrace(traceId, props.live)
  const { diagnosis, error: doctorError } = useDiagnosis(tree)
  const complaints = diagnosis?.findings.filter(({ severity }) => severity !== 'note').length
  const linksTo = useLinksTo(tree)
  const story = useStory(tree, linksTo)
  const { lines: written, error: linesError } = useLines(story)
  const { lines, servers } = useMemo(() => joinStatements(written), [written])
  const bySpan = useMemo(() => linesBySpan(lines), [lines])
  useKeys({
    ...keysOfTabs(
      (tab) => tree && navigate(traceHref(traceId, { tab, ...(spanId && { spanId }) })),
    ),
    c: () => tree && navigate(compareHref(traceId)),
  })
  document.title = `${tree?.root.span.name ?? traceId} · onetrace`

  if (missing) return <MissingTrace traceId={traceId} evicted={evicted} />
  if (!tree && error) {
    return (
      <Problem title="The backend did not answer">
        <p>
          {error.message}.{' '}
          <button type="button" onClick={reload}>
            Try again
          </button>
        </p>
      </Problem>
    )
  }
  if (!tree || !story) {
    return (
      <>
        <PageHeader />
        <main class="nothing late">Reading the trace</main>
      </>
    )
  }
  return (
    <>
      <TraceHeader
        tree={tree}
        lines={lines.length}
        complaints={complaints}
        tab={tab}
        spanId={spanId}
      />
      {linesError && (
        <p class="trouble" role="alert">
          The log lines could not be read: {linesError.message}.
        </p>
      )}
      <TraceOrigins tree={tree} />
      {tab === 'timeline' && (
        <TimelineView
          tree={story}
          lines={bySpan}
          servers={servers}
          linksTo={linksTo}
          spanId={spanId}
          find={find}
        />
      )}
      {tab === 'tree' && <ContractView tree={tree} spanId={spanId} />}
      {tab === 'logs' && <TraceLogs tree={story} lines={lines} spanId={spanId} />}
      {tab === 'hops' && <HopsView tree={tree} spanId={spanId} />}
      {tab === 'doctor' && (
        <DoctorView tree={tree} diagnosis={diagnosis} error={doctorError} spanId={spanId} />
      )}
    </>
  )
}

/** `1` for the first tab and so on. */
function keysOfTabs(open: (tab: TraceTab) => void) {
  return Object.fromEntries(traceTabs.map((tab, i) => [String(i + 1), () => open(tab)]))
}

function MissingTrace(props: { traceId: string; evicted: boolean }) {
  const { value: why } = useLoad(props.traceId, () => fetchWhyNoSpans(props.traceId))
  return (
    <Problem title={props.evicted ? 'This trace had to go' : 'This trace is not here'}>
      <p>
        <code>{props.traceId}</code>
      </p>
      {why && <p role="status">Why there are no spans: {why}.</p>}
      {props.evicted ? (
        <p>
          It was here and made room for newer ones: the backend keeps traces in memory only, and the
          oldest go first. Send the request again to get a new trace.
        </p>
      ) : (
        !why && (
          <p>
            If the request has just been sent, its spans may still be on their way: the trace
            appears here by itself when they arrive.
          </p>
        )
      )}
      <LossNote of="traces" />
      <p>
        <a href="/">See the recent traces</a>
      </p>
    </Problem>
  )
}
