import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

export interface Rows {
  count: number
  height: number
}

const spare = 12

/** Of thousands of rows only those near the visible part exist: from `first` to before `end`. */
export function visibleSlice(rows: Rows, view: { top: number; height: number }) {
  const first = Math.max(0, Math.floor(view.top / rows.height) - spare)
  const end = Math.min(rows.count, Math.ceil((view.top + view.height) / rows.height) + spare)
  return { first: Math.min(first, end), end }
}

/**
 * A key for the row at an index. A row that comes gets the element of one that left, since
 * scrolling costs most where the browser computes styles of new elements.
 */
export function slotOf(index: number, rows: Rows, view: { height: number }): number {
  const slots = Math.ceil(view.height / rows.height) + 2 * spare + 2
  return index % slots
}

/** Follows the scrolling of the element that holds the rows. */
export function useWindow(scroller: RefObject<HTMLElement | null>, rows: Rows) {
  const [view, setView] = useState({ top: 0, height: 1000 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const size = new ResizeObserver(read)
    size.observe(element)
    element.addEventListener('scroll', read, { passive: true })
    read()
    return () => {
      size.disconnect()
      element.removeEventListener('scroll', read)
    }
  }, [scroller])
  return {
    ...visibleSlice(rows, view),
    viewHeight: view.height,
    keyOf: (index: number) => slotOf(index, rows, view),
  }
}

/** Scrolls just so far that the row is in view, below a sticky head of `head` pixels. */
export function scrollToRow(
  element: HTMLElement | null,
  row: { index: number; height: number; head: number },
): void {
  if (!element || row.index < 0) return
  const top = row.index * row.height
  const bottom = top + row.height + row.head - element.clientHeight
  if (element.scrollTop > top) element.scrollTop = top
  else if (element.scrollTop < bottom) element.scrollTop = bottom
}
