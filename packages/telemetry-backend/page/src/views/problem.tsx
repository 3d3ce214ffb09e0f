import type { ComponentChildren } from 'preact'
import { PageHeader } from './page-header.tsx'

/** A whole page that says what is missing and what to do about it. */
export function Problem(props: { title: string; children: ComponentChildren }) {
  return (
    <>
      <PageHeader />
      <main class="problem">
        <h1>{props.title}</h1>
        {props.children}
      </main>
    </>
  )
}
