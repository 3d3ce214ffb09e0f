import { useEffect } from 'preact/hooks'

/**
 * Reloads every few seconds while the page is visible, and at once when it becomes visible again.
 */
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
