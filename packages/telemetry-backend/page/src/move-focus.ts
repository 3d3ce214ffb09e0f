import type { RefObject } from 'preact'
import type { KeyMap } from './use-keys.ts'

/** With j and k, or the arrows, the focus goes through the links of a list that match. */
export function linkKeys(list: RefObject<HTMLElement | null>, selector: string): KeyMap {
  const down = () => moveFocus(list.current, selector, 1)
  const up = () => moveFocus(list.current, selector, -1)
  return { j: down, k: up, ArrowDown: down, ArrowUp: up }
}

/**
 * Moves the focus by some steps among the links that match; without a focus, to the first of them.
 */
export function moveFocus(within: HTMLElement | null, selector: string, by: number): void {
  const links = [...(within?.querySelectorAll<HTMLElement>(selector) ?? [])]
  const from = links.indexOf(document.activeElement as HTMLElement)
  links[from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + by))]?.focus()
}
