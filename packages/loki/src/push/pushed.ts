/** One stream of a push, in whichever encoding it came. */
export interface PushedStream {
  labels: Record<string, string>
  entries: PushedEntry[]
}

export interface PushedEntry {
  /** Unix nanoseconds. */
  time: bigint
  text: string
  metadata: Record<string, string>
}
