import { useEffect, useState } from 'preact/hooks'

/** Whether a media query holds, now and when it changes. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const read = () => setMatches(list.matches)
    list.addEventListener('change', read)
    read()
    return () => list.removeEventListener('change', read)
  }, [query])
  return matches
}
