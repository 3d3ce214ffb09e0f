import type { ComponentChildren } from 'preact'

export function PageHeader(props: { children?: ComponentChildren }) {
  return (
    <header class="page-header">
      <a class="brand" href="/">
        onetrace
      </a>
      {props.children}
    </header>
  )
}
