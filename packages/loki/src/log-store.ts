export type Labels = Readonly<Record<string, string>>

export interface LogLine {
  /** Unix nanoseconds. */
  time: bigint
  text: string
  /** Few values each: what Loki calls stream labels. Equal sets make one stream. */
  labels: Labels
  /** Structured metadata: `trace_id`, `span_id`. */
  metadata: Labels
}

export interface StoredLine extends LogLine {
  /** The order of arrival, which decides between lines of the same time. */
  seq: number
}

export interface Search {
  /** By the labels of a stream. */
  wanted: (labels: Labels) => boolean
  /** Inclusive. */
  start: bigint
  /** Exclusive. */
  end: bigint
  /** Only lines with this `trace_id` in their metadata. */
  traceId?: string | undefined
}

/** What Loki's API asks of the place where the lines are. */
export interface LogStore {
  /** The same text at the same time is kept once in a stream, as Loki does. */
  add: (line: LogLine) => void
  /** The lines of one stream come in the order of their arrival. */
  find: (search: Search) => Iterable<StoredLine>
  /** Tells of each line as it is added, until the function that it returns is called. */
  onLine: (listener: (line: StoredLine) => void) => () => void
  /** The labels of every stream. */
  labelSets: () => Labels[]
  /** The latest time of a line of this stream. */
  newestOf: (labels: Labels) => bigint | undefined
  /** Whether these labels would make one stream more than `max`. */
  isFull: (labels: Labels, max: number) => boolean
  /** The latest time of a line that had to leave. */
  readonly evictedUpTo: bigint | undefined
}

/** Equal for equal label sets, in whatever order they stand. */
export function streamKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A label may be asked for by any name, `constructor` too. */
export function ownValue(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined
}
