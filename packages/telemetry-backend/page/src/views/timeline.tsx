import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Range } from '../trace/axis.ts'
import { criticalPath, segmentsBySpan } from '../trace/critical-path.ts'
import type { LogLine } from '../trace/lines.ts'
import type { TraceTree, TreeNode } from '../trace/tree.ts'
import { useDragZoom } from '../use-drag-zoom.ts'
import { useMedia } from '../use-media.ts'
import { scrollToRow, useWindow } from '../use-window.ts'
import { GridLines, TimeAxis } from './time-axis.tsx'
import { TimelineRow } from './timeline-row.tsx'

export interface TimelineProps {
  gridRef: RefObject<HTMLTableElement | null>
  tree: TraceTree
  rows: TreeNode[]
  /** The spans that were searched for; the other rows only lead to them. */
  hits: ReadonlySet<TreeNode> | undefined
  /** What stands above the names. */
  head: ComponentChildren
  lines: Map<string, LogLine[]>
  selected: TreeNode
  collapsed: ReadonlySet<string>
  range: Range
  zoomed: boolean
  onSelect: (key: string) => void
  onCollapse: (key: string, collapsed: boolean) => void
  onZoom: (range: Range | undefined) => void
}

/**
 * A treegrid of which only the visible rows exist. The grid itself has the focus and names its
 * active row: https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */
export function Timeline(props: TimelineProps) {
  const { gridRef, tree, rows, selected, range } = props
  const isPhone = useMedia('(max-width: 640px)')
  const [height, head] = isPhone ? [44, 55] : [26, 28]
  const scroller = useRef<HTMLDivElement>(null)
  const { first, end, viewHeight, keyOf } = useWindow(scroller, { count: rows.length, height })
  const critical = useMemo(() => segmentsBySpan(criticalPath(tree.root)), [tree])
  const drag = useDragZoom(range, props.onZoom)
  const index = rows.indexOf(selected)

  useEffect(
    () => scrollToRow(scroller.current, { index, height, head }),
    [selected.key, height, viewHeight],
  )

  return (
    <div ref={scroller} class="timeline" {...drag.handlers}>
      <div class="timeline-sheet">
        <GridLines range={range} selection={drag.selection} />
        <table
          ref={gridRef}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern's own form
          role="treegrid"
          tabIndex={0}
          aria-label="Spans in the order of time"
          aria-rowcount={rows.length + 1}
          aria-activedescendant={index >= first && index < end ? `span-${selected.key}` : undefined}
        >
          <TimeAxis
            head={props.head}
            range={range}
            onReset={props.zoomed ? () => props.onZoom(undefined) : undefined}
          />
          <tbody class="rows" style={{ height: `${rows.length * height}px` }}>
            {rows.slice(first, end).map((node, i) => (
              <TimelineRow
                key={keyOf(first + i)}
                node={node}
                index={first + i}
                top={(first + i) * height}
                range={range}
                start={tree.startTime}
                selected={node === selected}
                foreign={tree.homes.has(node.span.spanId)}
                faint={props.hits !== undefined && !props.hits.has(node)}
                collapsed={props.collapsed.has(node.key)}
                lines={props.lines.get(node.key)}
                critical={critical.get(node)}
                onSelect={props.onSelect}
                onCollapse={props.onCollapse}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="nothing">No span matches.</p>}
      </div>
    </div>
  )
}
