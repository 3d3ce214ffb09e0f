import { useEffect } from 'preact/hooks'
import { navigate } from './router.ts'
import { isTaken } from './use-keys.ts'

const places: Record<string, string> = { t: '/', s: '/services', l: '/logs' }
const withinMs = 1500

/** `g` and then a letter opens a view, from everywhere. */
export function useGoKeys(): void {
  useEffect(() => {
    let since = Number.NEGATIVE_INFINITY
    const hear = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const place = event.timeStamp - since < withinMs ? places[event.key] : undefined
      since = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (!place) return
      event.preventDefault() // so that the view's own keys ignore it
      navigate(place)
    }
    document.addEventListener('keydown', hear, { capture: true }) // it runs before the view's own keys
    return () => document.removeEventListener('keydown', hear, { capture: true })
  }, [])
}
