import type { LogLine } from '../trace/lines.ts'

export function LineText(props: { line: LogLine }) {
  const { message, fields } = props.line
  return (
    <span class="line-text">
      {message}
      {fields.map(([name, value]) => (
        <span key={name} class="field">
          {' '}
          {name}=<span class="value">{value}</span>
        </span>
      ))}
    </span>
  )
}
