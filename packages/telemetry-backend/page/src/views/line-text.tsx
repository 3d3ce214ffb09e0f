import { formatDuration } from '../format.ts'
import type { LogLine } from '../trace/lines.ts'

export function LineText(props: { line: LogLine }) {
  const { message, fields, statement } = props.line
  return (
    <span class="line-text">
      {message}
      {fields.map(([name, value]) => (
        <span key={name} class="field">
          {' '}
          {name}=<span class="value">{value}</span>
        </span>
      ))}
      {statement && (
        <span class="field" title="by the server's own clock">
          {' '}
          took=<span class="value">{formatDuration(statement.durationMs)}</span>
        </span>
      )}
    </span>
  )
}
