import { useEffect, useRef, useState } from 'preact/hooks'
import { plural, shortId } from '../format.ts'
import { queryForWords } from '../logs/explain-refusal.ts'
import { searchedAtMost, searchLines } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'
import { logsHref, navigate, traceHref } from '../router.ts'
import type { LogLine } from '../trace/lines.ts'
import { useKeys } from '../use-keys.ts'
import { KeyHints } from './key-hints.tsx'
import { LogRefusal, NoQuery } from './log-refusal.tsx'
import { LogRows } from './log-rows.tsx'
import { LossNote } from './loss-note.tsx'
import { PageHeader } from './page-header.tsx'

/** Searches log lines, and links each to the request that wrote it. */
export function LogsPage({ query }: { query: string }) {
  const [draft, setDraft] = useState(query)
  useEffect(() => setDraft(query), [query])
  const better = queryForWords(query)
  const { value, error, reload } = useLoad(query, async () => (better ? none : searchLines(query)))
  const input = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => input.current?.select() })
  document.title = 'Logs · onetrace'

  return (
    <>
      <PageHeader current="logs">
        <search class="log-search">
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (draft === query) reload()
              else navigate(logsHref(draft))
            }}
          >
            <input
              ref={input}
              type="search"
              aria-label="LogQL query"
              spellcheck={false}
              autocomplete="off"
              value={draft}
              onInput={(event) => setDraft(event.currentTarget.value)}
              onPaste={(event) => event.stopPropagation()} // a query may name a trace, which must not be opened
            />
            <button type="submit">Search</button>
          </form>
        </search>
      </PageHeader>
      <main class="logs">
        <h1 class="unseen">Log lines</h1>
        {better && <NoQuery text={query} better={better} />}
        {error && <LogRefusal query={query} error={error} onAgain={reload} />}
        {!value && !error && <p class="nothing late">Searching the last hour</p>}
        {value && !error && !better && <p class="note">{summary(value.length)}</p>}
        {value?.length === 0 && <LossNote of="logs" />}
        <LogRows lines={(!error && value) || none} rowOf={rowOf} onEscape={leave} />
      </main>
      <KeyHints
        keys={[
          ['/', 'edit the query'],
          ['j k', 'move'],
          ['Enter', 'to the trace'],
          ['Esc', 'to the traces'],
        ]}
      />
    </>
  )
}

const none: LogLine[] = []

function rowOf({ traceId, spanId }: LogLine) {
  return {
    href: traceId && traceHref(traceId, { ...(spanId && { spanId }) }),
    place: traceId ? shortId(traceId) : 'no trace',
  }
}

function summary(count: number): string {
  if (count === 0) return 'No line of the last hour matches.'
  const lines = plural(count, 'line')
  return count < searchedAtMost
    ? `${lines} of the last hour, the newest first`
    : `The newest ${lines} of the last hour; a narrower query finds older ones`
}

/** Leaves the field first, and the view the next time. */
function leave(): void {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
  else navigate('/')
}
