import { useState } from 'preact/hooks'
import { percent, type Range } from './trace/axis.ts'

const leastPixels = 5

/** Dragging across the bars chooses a stretch of time; a double click shows the whole again. */
export function useDragZoom(range: Range, onZoom: (range: Range | undefined) => void) {
  const [drag, setDrag] = useState<{ lane: DOMRect; from: number; to: number }>()
  const timeAt = (x: number, lane: DOMRect) =>
    range.from + clamp((x - lane.left) / lane.width) * (range.to - range.from)

  const handlers = {
    onPointerDown(event: PointerEvent) {
      const lane = event.pointerType === 'mouse' && event.button === 0 && laneAt(event)
      if (lane) setDrag({ lane, from: event.clientX, to: event.clientX })
    },
    onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
      if (!drag) return
      if (Math.abs(event.clientX - drag.from) >= leastPixels) {
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      setDrag({ ...drag, to: event.clientX })
    },
    onPointerUp() {
      if (drag && Math.abs(drag.to - drag.from) >= leastPixels) {
        const [from = 0, to = 0] = [drag.from, drag.to].sort((a, b) => a - b)
        onZoom({ from: timeAt(from, drag.lane), to: timeAt(to, drag.lane) })
      }
      setDrag(undefined)
    },
    onDblClick(event: MouseEvent) {
      if (laneAt(event)) onZoom(undefined)
    },
  }
  const dragging = drag && Math.abs(drag.to - drag.from) >= leastPixels
  return { handlers, selection: dragging ? selectionOf(drag, range, timeAt) : undefined }
}

function selectionOf(
  drag: { lane: DOMRect; from: number; to: number },
  range: Range,
  timeAt: (x: number, lane: DOMRect) => number,
) {
  const [from = 0, to = 0] = [drag.from, drag.to].sort((a, b) => a - b)
  return {
    left: percent(range, timeAt(from, drag.lane)),
    right: percent(range, timeAt(to, drag.lane)),
  }
}

function laneAt(event: MouseEvent): DOMRect | undefined {
  const lane = event.target instanceof Element ? event.target.closest('.lane') : null
  return lane?.getBoundingClientRect()
}

function clamp(part: number): number {
  return Math.max(0, Math.min(1, part))
}
