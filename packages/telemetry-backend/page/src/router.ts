import { useEffect, useState } from 'preact/hooks'

export const traceTabs = ['timeline', 'tree', 'logs', 'hops', 'doctor'] as const
export type TraceTab = (typeof traceTabs)[number]

export type Route =
  | { view: 'traces'; query: URLSearchParams }
  | { view: 'services'; query: URLSearchParams }
  | { view: 'logs'; query: string }
  | { view: 'trace'; traceId: string; tab: TraceTab; spanId: string | undefined; find: string }
  | { view: 'compare'; first: string; second: string | undefined }
  | { view: 'unknown'; path: string }

/** A search starts with the lines of all services. */
const anyLine = '{service_name=~".+"}'

export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search)
  if (path === '/') return { view: 'traces', query }
  if (path === '/services') return { view: 'services', query }
  if (path === '/logs') return { view: 'logs', query: query.get('query') || anyLine }
  const pair = /^\/compare\/([0-9a-f]{1,32})(?:\/([0-9a-f]{1,32}))?\/?$/i.exec(path)
  if (pair?.[1]) {
    return { view: 'compare', first: fullId(pair[1]), second: pair[2] && fullId(pair[2]) }
  }
  const trace = /^\/trace\/([0-9a-f]{1,32})(?:\/(tree|logs|hops|doctor))?\/?$/i.exec(path)
  if (!trace?.[1]) return { view: 'unknown', path }
  return {
    view: 'trace',
    traceId: fullId(trace[1]),
    tab: traceTabs.find((tab) => tab === trace[2]?.toLowerCase()) ?? 'timeline',
    spanId: query.get('span')?.toLowerCase() ?? undefined,
    find: query.get('find') ?? '',
  }
}

function fullId(id: string): string {
  return id.toLowerCase().padStart(32, '0')
}

export function compareHref(first: string, second?: string): string {
  return `/compare/${first}${second ? `/${second}` : ''}`
}

export interface TracePlace {
  tab?: TraceTab
  spanId?: string
  /** Words that narrow the timeline. */
  find?: string
}

export function traceHref(traceId: string, at: TracePlace = {}): string {
  const tab = at.tab && at.tab !== 'timeline' ? `/${at.tab}` : ''
  const query = new URLSearchParams({
    ...(at.spanId && { span: at.spanId }),
    ...(at.find && { find: at.find }),
  })
  return `/trace/${traceId}${tab}${query.size > 0 ? `?${query}` : ''}`
}

export function logsHref(query: string): string {
  return `/logs?${new URLSearchParams({ query })}`
}

const moved = new EventTarget()

export function navigate(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', href)
  else history.replaceState(null, '', href)
  moved.dispatchEvent(new Event('move'))
}

export function useRoute(): Route {
  const [route, setRoute] = useState(here)
  useEffect(() => {
    const read = () => setRoute(here())
    window.addEventListener('popstate', read)
    moved.addEventListener('move', read)
    return () => {
      window.removeEventListener('popstate', read)
      moved.removeEventListener('move', read)
    }
  }, [])
  return route
}

/**
 * All links are plain `<a href>`. A plain click on a link of ours changes the view without a load.
 */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.origin !== location.origin) return
  event.preventDefault()
  navigate(link.pathname + link.search)
}

/** Where the reader was last, so that a reader who leaves a trace finds the list as it was. */
export const visited = { list: '/', traceId: '' }

function here(): Route {
  const route = parseRoute(location.pathname, location.search)
  if (route.view === 'traces') visited.list = location.pathname + location.search
  if (route.view === 'trace') visited.traceId = route.traceId
  return route
}
