import type { ComponentChildren } from 'preact'

export function KeyHints(props: {
  keys: [key: string, does: string][]
  legend?: ComponentChildren
}) {
  return (
    <footer class="key-hints">
      {props.keys.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd> {does}
        </span>
      ))}
      {props.legend && <span class="legend">{props.legend}</span>}
    </footer>
  )
}
