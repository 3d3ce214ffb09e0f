import type { Live } from '../net/live.ts'
import { compareHref, navigate } from '../router.ts'
import { useTrace } from '../trace/use-trace.ts'
import { CompareChoice } from './compare-choice.tsx'
import { CompareView } from './compare-view.tsx'
import { PageHeader } from './page-header.tsx'
import { Problem } from './problem.tsx'
import { TraceBrief } from './trace-brief.tsx'

/** Compares two traces. With a single trace, the reader chooses the other one. */
export function ComparePage(props: { first: string; second: string | undefined; live: Live }) {
  const { first: firstId, second: secondId, live } = props
  const first = useTrace(firstId, live)
  const second = useTrace(secondId ?? firstId, live)
  document.title = 'Compare · onetrace'

  const missing = first.missing ? firstId : second.missing ? (secondId ?? firstId) : undefined
  const error = first.error ?? second.error
  if (missing) return <NotHere traceId={missing} />
  if (error && !(first.tree && second.tree)) {
    return (
      <Problem title="The backend did not answer">
        <p>{error.message}.</p>
      </Problem>
    )
  }
  if (!first.tree || !second.tree) {
    return (
      <>
        <PageHeader />
        <main class="nothing late">Reading the traces</main>
      </>
    )
  }
  if (!secondId) return <CompareChoice tree={first.tree} />
  return (
    <>
      <PageHeader>
        <div class="compared">
          <TraceBrief word="first" tree={first.tree} />
          <TraceBrief word="second" tree={second.tree} />
        </div>
        <button type="button" onClick={() => navigate(compareHref(secondId, firstId), 'replace')}>
          Swap
        </button>
      </PageHeader>
      <CompareView first={first.tree} second={second.tree} />
    </>
  )
}

function NotHere({ traceId }: { traceId: string }) {
  return (
    <Problem title="One of the two traces is not here">
      <p>
        <code>{traceId}</code> may have made room for newer ones, or its spans are still on their
        way.
      </p>
      <p>
        <a href="/">See the recent traces</a>
      </p>
    </Problem>
  )
}
