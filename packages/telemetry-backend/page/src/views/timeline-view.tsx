import type { ServerSide } from '@onetrace/trace-doctor/logs'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { LinkFrom } from '../net/trace-api.ts'
import { navigate, traceHref, visited } from '../router.ts'
import type { Range } from '../trace/axis.ts'
import { findSpans } from '../trace/find-spans.ts'
import type { LogLine } from '../trace/lines.ts'
import { type TraceTree, visibleRows } from '../trace/tree.ts'
import { useKeys } from '../use-keys.ts'
import { useMedia } from '../use-media.ts'
import { KeyHints } from './key-hints.tsx'
import { SpanDetails } from './span-details.tsx'
import { SpanSearch } from './span-search.tsx'
import { Timeline } from './timeline.tsx'

/** The waterfall and the details of the selected span; the address holds what is selected. */
export function TimelineView(props: {
  tree: TraceTree
  lines: Map<string, LogLine[]>
  servers: ReadonlyMap<string, ServerSide>
  linksTo: Map<string, LinkFrom[]>
  spanId: string | undefined
  find: string
}) {
  const { tree, lines, find } = props
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [zoom, setZoom] = useState<Range>()
  const [open, setOpen] = useState(props.spanId !== undefined)
  const narrow = useMedia('(max-width: 900px)') // the details are a sheet over the rows
  const grid = useRef<HTMLTableElement>(null)
  const details = useRef<HTMLElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const { rows, hits } = useMemo(
    () =>
      find.trim() ? findSpans(tree, find) : { rows: visibleRows(tree, collapsed), hits: undefined },
    [tree, collapsed, find],
  )
  const selected = tree.nodes.get(props.spanId ?? '') ?? tree.root
  const { key } = selected
  const index = rows.indexOf(selected)

  const select = (key: string | undefined) => {
    if (key) navigate(traceHref(tree.traceId, { spanId: key, find }), 'replace')
  }
  const move = (by: number) => select(rows[clamp(index + by, rows.length)]?.key)
  const setOneCollapsed = (key: string, to: boolean) =>
    setCollapsed((old) => (to ? new Set([...old, key]) : without(old, key)))
  const focusDetails = () => {
    setOpen(true)
    requestAnimationFrame(() => details.current?.focus())
  }
  const narrowTo = (text: string) => {
    const spanId = props.spanId && { spanId: props.spanId }
    navigate(traceHref(tree.traceId, { ...spanId, find: text }), 'replace')
  }
  const back = () => {
    if (document.activeElement === search.current) grid.current?.focus()
    else if (details.current?.contains(document.activeElement) || (open && narrow)) {
      setOpen(false)
      grid.current?.focus()
    } else if (find) narrowTo('')
    else if (zoom) setZoom(undefined)
    else navigate(visited.list)
  }

  const onRows = (act: () => void) => () => {
    if (!details.current?.contains(document.activeElement)) act()
  }
  useKeys({
    j: onRows(() => move(1)),
    k: onRows(() => move(-1)),
    ArrowDown: onRows(() => move(1)),
    ArrowUp: onRows(() => move(-1)),
    Home: onRows(() => move(-rows.length)),
    End: onRows(() => move(rows.length)),
    ArrowLeft: onRows(() => {
      if (selected.children.length > 0 && !collapsed.has(key)) setOneCollapsed(key, true)
      else select(selected.parent?.key)
    }),
    ArrowRight: onRows(() => {
      if (collapsed.has(key)) setOneCollapsed(key, false)
      else select(selected.children[0]?.key)
    }),
    z: onRows(() => setZoom({ from: selected.start, to: selected.end })),
    Enter: focusDetails,
    '/': () => search.current?.select(),
    Escape: back,
  })

  return (
    <>
      <main class={`trace ${open ? 'details-open' : ''}`}>
        <Timeline
          gridRef={grid}
          tree={tree}
          rows={rows}
          hits={hits}
          head={
            <SpanSearch
              inputRef={search}
              find={find}
              hits={hits?.size}
              of={tree.nodes.size}
              onFind={narrowTo}
              onDone={() => grid.current?.focus()}
            />
          }
          lines={lines}
          selected={selected}
          collapsed={collapsed}
          range={zoom ?? { from: 0, to: tree.duration }}
          zoomed={zoom !== undefined}
          onSelect={(chosen) => {
            select(chosen)
            setOpen(true)
          }}
          onCollapse={setOneCollapsed}
          onZoom={setZoom}
        />
        <SpanDetails
          elementRef={details}
          tree={tree}
          node={selected}
          lines={lines.get(key) ?? []}
          server={props.servers.get(key)}
          linksTo={props.linksTo.get(key) ?? []}
          asked={props.spanId}
          onClose={back}
        />
      </main>
      <KeyHints
        legend={<TimelineLegend />}
        keys={[
          ['j k', 'move'],
          ['← →', 'collapse, expand'],
          ['Enter', 'details'],
          ['/', 'find'],
          ['z', 'zoom to the span'],
          ['drag', 'zoom to a stretch'],
          ['Esc', 'back'],
        ]}
      />
    </>
  )
}

function TimelineLegend() {
  return (
    <>
      <span>
        <i class="legend-critical" /> critical path
      </span>
      <span>
        <i class="legend-line" /> log line
      </span>
      <span>
        <i class="legend-gap" /> between services
      </span>
    </>
  )
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index))
}

function without(set: ReadonlySet<string>, value: string): Set<string> {
  return new Set([...set].filter((other) => other !== value))
}
