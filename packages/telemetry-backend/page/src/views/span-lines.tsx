import { toRfc3339 } from '@onetrace/spans'
import { formatDuration } from '../format.ts'
import type { LogLine } from '../trace/lines.ts'
import { milliseconds } from '../trace/tree.ts'
import { LineText } from './line-text.tsx'

export function SpanLines(props: { lines: LogLine[]; start: bigint }) {
  if (props.lines.length === 0) return null
  return (
    <section>
      <h3>Lines of this span</h3>
      <ol class="span-lines">
        {props.lines.map((line, i) => (
          <li key={i}>
            <time title={toRfc3339(line.time)}>
              {formatDuration(milliseconds(line.time - props.start))}
            </time>
            <span class={`level ${line.level}`}>{line.level}</span>
            <LineText line={line} />
          </li>
        ))}
      </ol>
    </section>
  )
}
