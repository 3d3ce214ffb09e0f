import { useEffect, useRef } from 'preact/hooks'

export type KeyMap = Record<string, (event: KeyboardEvent) => void>

/**
 * Keys for the whole view. A field keeps all its keys but Escape; a link or button keeps Enter and
 * the space bar; combinations belong to the browser. An open dialog keeps them all.
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
