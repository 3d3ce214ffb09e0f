import type { ComponentChildren } from 'preact'

const views = [
  ['traces', '/', 'Traces'],
  ['services', '/services', 'Services'],
  ['logs', '/logs', 'Logs'],
] as const

export function PageHeader(props: {
  current?: (typeof views)[number][0]
  children?: ComponentChildren
}) {
  return (
    <header class="page-header">
      <a class="brand" href="/">
        onetrace
      </a>
      <nav class="views" aria-label="Views">
        {views.map(([view, href, name]) => (
          <a key={view} href={href} aria-current={view === props.current ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {props.children}
    </header>
  )
}
