import type { Merged } from '../compare.ts'
import type { Line, Siblings } from '../text/contract.ts'

/**
 * A place among siblings: a line of the old contract with its spans, or a span that is new there.
 */
export interface Slot {
  line?: Line
  members: Merged[]
}

/**
 * The old lines in their order, without those that have no span any more. A new span stands behind
 * the span that came before it.
 */
export function placeSlots(siblings: Siblings, merged: Merged[]): Slot[] {
  const slots: Slot[] = siblings.lines.map((line) => ({ line, members: [] }))
  const byLine = new Map(slots.map((slot) => [slot.line, slot]))
  let last = -1
  for (const member of merged) {
    if (!member.node || member.mark === 'open') continue
    const own = member.mark === 'moved' ? undefined : byLine.get(member.line)
    if (own) {
      own.members.push(member)
      last = Math.max(last, slots.indexOf(own))
    } else slots.splice(++last, 0, { members: [member] })
  }
  return slots.filter(({ line, members }) => members.length > 0 || line?.count.min === 0)
}
