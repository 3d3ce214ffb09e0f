import { useEffect } from 'preact/hooks'

/** Reads again every few seconds while somebody can see it, and at once when they come back. */
export function useRefresh(reload: () => void, everyMs: number): void {
  useEffect(() => {
    const read = () => {
      if (!document.hidden) reload()
    }
    const timer = setInterval(read, everyMs)
    document.addEventListener('visibilitychange', read)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', read)
    }
  }, [reload, everyMs])
}
