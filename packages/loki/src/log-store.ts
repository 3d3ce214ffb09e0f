export type Labels = Readonly<Record<string, string>>

export interface LogLine {
  /** Unix nanoseconds. */
  time: bigint
  text: string
  /** What Loki calls stream labels: each has few values, and equal sets make one stream. */
  labels: Labels
  /** Structured metadata: `trace_id`, `span_id`. */
  metadata: Labels
}

export interface StoredLine extends LogLine {
  /** The order of arrival, which decides between lines of the same time. */
  seq: number
}

export interface Search {
  /** Tells by the labels of a stream whether its lines are wanted. */
  wanted: (labels: Labels) => boolean
  /** Inclusive. */
  start: bigint
  /** Exclusive. */
  end: bigint
  /** Only lines with this `trace_id` in their metadata. */
  traceId?: string | undefined
}

/** What Loki's API needs of the place where the lines are kept. */
export interface LogStore {
  /** Adds a line. A stream keeps the same text at the same time only once, as Loki does. */
  add: (line: LogLine) => void
  /** The lines of one stream come in the order of their arrival. */
  find: (search: Search) => Iterable<StoredLine>
  /** Calls back for each line that is added, until the returned function is called. */
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

/** A key that is the same for equal label sets, in whatever order the labels stand. */
export function streamKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A query may ask for any name of a label, `constructor` too. */
export function ownValue(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined
}
