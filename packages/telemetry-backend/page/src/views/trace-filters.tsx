import type { Ref } from 'preact'
import { navigate, traceHref } from '../router.ts'
import { findTraceReference } from '../trace-reference.ts'
import type { TraceFilter } from '../traces/filter.ts'

export function TraceFilters(props: {
  filter: TraceFilter
  services: string[]
  search: Ref<HTMLInputElement>
  onChange: (filter: TraceFilter) => void
  /** Called for Enter in the search, which leads to the first trace. */
  onDone: () => void
}) {
  const { filter, services } = props
  const change = (part: Partial<TraceFilter>) => props.onChange({ ...filter, ...part })
  return (
    <search class="filters">
      <input
        ref={props.search}
        type="search"
        aria-label="Search by operation, service or trace id"
        placeholder="Search, or paste a trace id"
        value={filter.text}
        onInput={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => hearKey(event, props.onDone)}
      />
      <select
        aria-label="Service"
        value={filter.service}
        onChange={(event) => change({ service: event.currentTarget.value })}
      >
        <option value="">all services</option>
        {[...new Set([...services, filter.service])].filter(Boolean).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <input
        class="tag"
        type="search"
        aria-label="Attribute of a span, as name=value"
        placeholder="tag=value"
        spellcheck={false}
        value={filter.tag}
        onInput={(event) => change({ tag: event.currentTarget.value })}
        onPaste={(event) => event.stopPropagation()} // a value may look like a trace id
      />
      <label>
        from
        <input
          class="min"
          type="number"
          min="0"
          aria-label="Shortest duration in milliseconds"
          value={filter.minMs}
          onInput={(event) => change({ minMs: event.currentTarget.value })}
        />
        ms
      </label>
      <label>
        <input
          type="checkbox"
          checked={filter.errors}
          onChange={(event) => change({ errors: event.currentTarget.checked })}
        />
        errors only
      </label>
    </search>
  )
}

function hearKey(
  event: KeyboardEvent & { currentTarget: HTMLInputElement },
  onDone: () => void,
): void {
  if (event.key === 'Escape') event.currentTarget.blur()
  if (event.key !== 'Enter') return
  const found = findTraceReference(event.currentTarget.value)
  if (found) navigate(traceHref(found.traceId, found))
  else onDone()
}
