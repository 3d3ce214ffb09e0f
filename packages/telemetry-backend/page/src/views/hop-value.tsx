import type { ContextHeader, JudgedHop } from '@onetrace/trace-doctor/hops'
import type { TreeNode } from '../trace/tree.ts'
import { TraceparentParts } from './traceparent-parts.tsx'

export interface SideOfHop {
  traceId: string
  hop: JudgedHop<TreeNode>
  side: 'sent' | 'received'
}

/** One header on one side, or the words that it was absent, or that it was not recorded. */
export function HopValue({ traceId, hop, side, name }: SideOfHop & { name: ContextHeader }) {
  const header = hop[side]?.[name]
  if (!header) return null
  if (header.state === 'absent') return <span class="muted">none</span>
  if (header.state === 'unknown') return <span class="muted">not recorded</span>
  if ('fields' in header && header.fields) {
    return <TraceparentParts traceId={traceId} fields={header.fields} parent={hop.parents[side]} />
  }
  return (
    <>
      <code>{header.value}</code>
      {name === 'traceparent' && <small class="aside error-text">no valid traceparent</small>}
    </>
  )
}
