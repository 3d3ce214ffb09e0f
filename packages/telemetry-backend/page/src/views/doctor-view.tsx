import { useRef } from 'preact/hooks'
import { plural } from '../format.ts'
import { linkKeys } from '../move-focus.ts'
import { ApiError } from '../net/api.ts'
import type { Diagnosis } from '../net/trace-api.ts'
import { navigate, traceHref } from '../router.ts'
import type { TraceTree } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { FindingItem } from './finding-item.tsx'
import { KeyHints } from './key-hints.tsx'

/** Tells what is wrong with the trace, where, and what to change. */
export function DoctorView(props: {
  tree: TraceTree
  diagnosis: Diagnosis | undefined
  error: Error | undefined
  spanId: string | undefined
}) {
  const { tree, diagnosis, error, spanId } = props
  const main = useRef<HTMLElement>(null)
  useKeys({
    ...linkKeys(main, 'a'),
    Escape: () => navigate(traceHref(tree.traceId, { ...(spanId && { spanId }) })),
  })

  return (
    <>
      <main ref={main} class="doctor">
        {error && <Trouble error={error} />}
        {!diagnosis && !error && <p class="nothing late">Examining the trace</p>}
        {diagnosis && (
          <p class="note">
            {diagnosis.findings.length === 0 && 'Nothing to report. '}
            {plural(diagnosis.checks, 'check')} made, beside the traces and log lines of the same
            time.
          </p>
        )}
        <ol aria-label="Findings">
          {diagnosis?.findings.map((finding) => (
            <FindingItem key={JSON.stringify(finding)} tree={tree} finding={finding} />
          ))}
        </ol>
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'to the place'],
          ['Esc', 'back'],
        ]}
      />
    </>
  )
}

function Trouble({ error }: { error: Error }) {
  const isElsewhere = error instanceof ApiError && error.status === 404
  return (
    <p class="trouble" role="alert">
      {isElsewhere
        ? 'The doctor examines traces that this backend itself holds, and this one is not among them.'
        : `The doctor did not answer: ${error.message}.`}
    </p>
  )
}
