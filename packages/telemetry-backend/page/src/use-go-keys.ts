import { useEffect } from 'preact/hooks'
import { navigate } from './router.ts'
import { isTaken } from './use-keys.ts'

const places: Record<string, string> = { t: '/', s: '/services', l: '/logs' }
const withinMs = 1500

/** `g` and then a letter: from everywhere to a view. */
export function useGoKeys(): void {
  useEffect(() => {
    let since = Number.NEGATIVE_INFINITY
    const hear = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const place = event.timeStamp - since < withinMs ? places[event.key] : undefined
      since = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (!place) return
      event.preventDefault() // the view's own keys look at it
      navigate(place)
    }
    document.addEventListener('keydown', hear, { capture: true }) // before the view's own letters
    return () => document.removeEventListener('keydown', hear, { capture: true })
  }, [])
}
