import { useEffect } from 'preact/hooks'
import { createLazy } from './lazy.tsx'
import { connectLive } from './net/live.ts'
import { followLinks, navigate, traceHref, useRoute } from './router.ts'
import { findTraceReference } from './trace-reference.ts'
import { useGoKeys } from './use-go-keys.ts'
import { LogsPage } from './views/logs-page.tsx'
import { Problem } from './views/problem.tsx'
import { TracePage } from './views/trace-page.tsx'
import { TracesPage } from './views/traces-page.tsx'

const live = connectLive('/api/onetrace/live')

const ComparePage = createLazy(() =>
  import('./views/compare-page.tsx').then((module) => module.ComparePage),
)
const ServicesPage = createLazy(() =>
  import('./views/services-page.tsx').then((module) => module.ServicesPage),
)

export function App() {
  const route = useRoute()
  useGoKeys()
  useEffect(() => {
    document.addEventListener('click', followLinks)
    document.addEventListener('paste', openPasted)
    return () => {
      document.removeEventListener('click', followLinks)
      document.removeEventListener('paste', openPasted)
    }
  }, [])

  if (route.view === 'traces') return <TracesPage query={route.query} live={live} />
  if (route.view === 'compare') {
    const { first, second } = route
    return <ComparePage key={`${first} ${second}`} first={first} second={second} live={live} />
  }
  if (route.view === 'logs') return <LogsPage query={route.query} />
  if (route.view === 'services') return <ServicesPage query={route.query} />
  if (route.view === 'trace') return <TracePage key={route.traceId} route={route} live={live} />
  return (
    <Problem title="There is no such page">
      <p>
        Nothing is at <code>{route.path}</code>. <a href="/">See the recent traces</a>
      </p>
    </Problem>
  )
}

function openPasted(event: ClipboardEvent): void {
  const found = findTraceReference(event.clipboardData?.getData('text') ?? '')
  if (!found) return
  event.preventDefault()
  navigate(traceHref(found.traceId, found))
}
