import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { PageHeader } from './views/page-header.tsx'
import { Problem } from './views/problem.tsx'

/** A view whose code is loaded when somebody looks at it; a page, or a part of one without a header. */
export function createLazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  of: 'page' | 'part' = 'page',
): (props: P) => JSX.Element {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [View, setView] = useState(() => loaded)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (View) return
      load().then(
        (view) => {
          loaded = view
          setView(() => view)
        },
        () => setFailed(true),
      )
    }, [View])
    if (View) return <View {...props} />
    if (failed) return <Unloadable />
    return (
      <>
        {of === 'page' && <PageHeader />}
        <main class="nothing late">Loading this view</main>
      </>
    )
  }
}

/**
 * The reason is most likely that another version of the backend runs since this page was opened.
 */
function Unloadable() {
  return (
    <Problem title="This view could not be loaded">
      <p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    </Problem>
  )
}
