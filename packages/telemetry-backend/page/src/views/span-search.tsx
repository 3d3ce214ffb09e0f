import type { Ref } from 'preact'

/** Narrows the timeline to spans in which all words occur. */
export function SpanSearch(props: {
  inputRef: Ref<HTMLInputElement>
  find: string
  /** How many spans match; undefined without a text. */
  hits: number | undefined
  of: number
  onFind: (text: string) => void
  onDone: () => void
}) {
  const { find, hits, of } = props
  return (
    <search class="span-search">
      <input
        ref={props.inputRef}
        type="search"
        aria-label="Find spans"
        placeholder="Find spans"
        title="Every word has to occur: in the service, the name, error, or an attribute such as http.route=/orders"
        value={find}
        onInput={(event) => props.onFind(event.currentTarget.value)}
        onPaste={keepSpanId}
        onKeyDown={(event) => event.key === 'Enter' && props.onDone()}
      />
      {hits !== undefined && (
        <output>
          {hits.toLocaleString('en')} of {of.toLocaleString('en')}
        </output>
      )}
    </search>
  )
}

/** Keeps a pasted span id in the field: it looks like a short trace id, which would be opened. */
function keepSpanId(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text') ?? ''
  if (/^\s*[0-9a-f]{16}\s*$/i.test(text)) event.stopPropagation()
}
