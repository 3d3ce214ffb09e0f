import { useEffect, useRef } from 'preact/hooks'

export type KeyMap = Record<string, (event: KeyboardEvent) => void>

/**
 * Keys for the whole view. In a text field only Escape counts; on a link or button, Enter and the
 * space bar do not; combinations are left to the browser. With an open dialog, no key counts.
 */
export function useKeys(keys: KeyMap): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const act = current.current[event.key]
      if (!act || event.defaultPrevented || isTaken(event)) return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

export function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  if (document.querySelector('dialog[open]')) return true
  if (!(event.target instanceof Element)) return false
  if (event.target.matches('input, select, textarea')) return event.key !== 'Escape'
  return event.key === 'Enter' && event.target.matches('a, button, summary')
}
