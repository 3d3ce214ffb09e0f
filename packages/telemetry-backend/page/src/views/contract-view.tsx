import { useMemo, useRef } from 'preact/hooks'
import { linkKeys } from '../move-focus.ts'
import { navigate, traceHref } from '../router.ts'
import { colorOf } from '../services.ts'
import { type ContractRow, contractOf } from '../trace/contract-text.ts'
import type { TraceTree } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { useWindow } from '../use-window.ts'
import { CopyButton } from './copy-button.tsx'
import { KeyHints } from './key-hints.tsx'

const height = 20

/** The trace as a contract, ready to be copied: this trace satisfies the text. */
export function ContractView(props: { tree: TraceTree; spanId: string | undefined }) {
  const { tree, spanId } = props
  const { text, rows } = useMemo(() => contractOf(tree), [tree])
  const scroller = useRef<HTMLDivElement>(null)
  const { first, end } = useWindow(scroller, { count: rows.length, height })
  useKeys({
    ...linkKeys(scroller, 'a'),
    Escape: () => navigate(traceHref(tree.traceId, { ...(spanId && { spanId }) })),
  })

  return (
    <>
      <main class="contract">
        <p class="contract-head">
          <CopyButton text={text} label="Save as a contract" word="Save as a contract" />
          <span class="muted">
            copies this text: kept in a file, a test holds later traces to it.
          </span>
        </p>
        <div ref={scroller} class="contract-text">
          <pre style={{ height: `${rows.length * height}px`, paddingTop: `${first * height}px` }}>
            {rows.slice(first, end).map((row, i) => (
              <Line key={first + i} row={row} selected={row.node.key === spanId} />
            ))}
          </pre>
        </div>
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

function Line({ row, selected }: { row: ContractRow; selected: boolean }) {
  const { text, node } = row
  const { span, key } = node
  const words = text.trimStart()
  const failed = span.status.code === 'error' ? 'error-text' : ''
  return (
    <div class={`${colorOf(span.service)} ${selected ? 'selected' : ''}`}>
      {text.slice(0, text.length - words.length)}
      <i class="swatch" aria-hidden="true" />
      <a class={failed} href={traceHref(span.traceId, { spanId: key })}>
        {words}
      </a>
      {'\n'}
    </div>
  )
}
