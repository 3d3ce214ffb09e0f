import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

export interface Loaded<T> {
  /** What the last successful load gave for this key; kept while it is loaded again. */
  value: T | undefined
  error: Error | undefined
  reload: () => void
}

/** Loads again whenever `key` changes. An answer to an earlier key is dropped. */
export function useLoad<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: Error }>({ key })
  const turn = useRef(0)
  const current = useRef(load)
  current.current = load

  const reload = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    current.current().then(
      (value) => mine === turn.current && setState({ key, value }),
      (cause: unknown) => {
        if (mine !== turn.current) return
        const error = cause instanceof Error ? cause : new Error(String(cause))
        setState((last) => ({ ...(last.key === key && last), key, error }))
      },
    )
  }, [key])

  useEffect(() => {
    reload()
    return () => {
      turn.current += 1
    }
  }, [reload])

  const own = state.key === key ? state : { key }
  return { value: own.value, error: own.error, reload }
}
