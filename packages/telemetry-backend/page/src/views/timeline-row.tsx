import { formatDuration } from '../format.ts'
import { colorOf } from '../services.ts'
import { isErrorOrigin, isFailed, isHop } from '../trace/measure.ts'
import type { TreeNode } from '../trace/tree.ts'
import { ServiceName } from './service-name.tsx'
import { SpanBar, type SpanBarProps } from './span-bar.tsx'

export interface TimelineRowProps extends SpanBarProps {
  index: number
  top: number
  selected: boolean
  /** It is of another trace, which links to this one. */
  foreign: boolean
  faint: boolean
  collapsed: boolean
  onSelect: (key: string) => void
  onCollapse: (key: string, collapsed: boolean) => void
}

export function TimelineRow(props: TimelineRowProps) {
  const { node, selected, collapsed } = props
  const { key } = node
  const isParent = node.children.length > 0
  return (
    <tr
      id={`span-${key}`}
      aria-rowindex={props.index + 2}
      aria-level={node.depth + 1}
      aria-selected={selected}
      aria-expanded={isParent ? !collapsed : undefined}
      class={`span-row ${colorOf(node.span.service)} ${selected ? 'selected' : ''} ${props.faint ? 'faint' : ''} ${props.foreign ? 'foreign' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onSelect(key)}
    >
      <td class="name" style={{ paddingLeft: `${indent(node.depth)}px` }}>
        {isParent ? (
          <button
            type="button"
            class="toggle"
            tabIndex={-1}
            aria-label={collapsed ? 'Expand' : 'Collapse'}
            onClick={(event) => {
              event.stopPropagation()
              props.onCollapse(key, !collapsed)
            }}
          >
            {collapsed ? '▸' : '▾'}
          </button>
        ) : (
          <i class="toggle" />
        )}
        <SpanName node={node} collapsed={collapsed} />
      </td>
      <td class="lane">
        <SpanBar {...props} />
      </td>
      <td class="took">{formatDuration(node.end - node.start)}</td>
    </tr>
  )
}

/** The service where the request enters it, the span's name, and where a call goes. */
function SpanName(props: { node: TreeNode; collapsed: boolean }) {
  const { node, collapsed } = props
  const callee = node.children.find(isHop)?.span.service
  return (
    <span class="label" title={`${node.span.service} ${node.span.name}`}>
      {node.linked && (
        <span class="muted" title="It links to the span above, which is not its parent">
          ~{' '}
        </span>
      )}
      {isErrorOrigin(node) && <b class="error-mark">error</b>}
      {(!node.parent || isHop(node)) && <ServiceName service={node.span.service} />}{' '}
      <span class={isFailed(node) ? 'failed' : ''}>{node.span.name}</span>
      {callee && <span class="callee">→ {callee}</span>}
      {collapsed && <span class="hidden-count">+{node.descendants}</span>}
    </span>
  )
}

/** Deep trees are indented less and less, so that names stay in view. */
function indent(depth: number): number {
  return depth <= 10 ? depth * 14 : Math.min(200, 140 + (depth - 10) * 3)
}
