import { type Labels, ownValue, type StoredLine } from '../log-store.ts'

/** A line on its way through the stages of a query, which may rewrite it and its labels. */
export class Entry {
  readonly source: StoredLine
  text: string
  /** The number that `unwrap` has made of it. */
  sample: number | undefined
  /** The labels that parsers and formats have set. */
  #parsed: Map<string, string> | undefined
  #removed: Set<string> | undefined

  constructor(source: StoredLine) {
    this.source = source
    this.text = source.text
  }

  /** A parsed label hides structured metadata of its name, and that hides a label of the stream. */
  get(name: string): string | undefined {
    const parsed = this.#parsed?.get(name)
    if (parsed !== undefined) return parsed
    if (this.#removed?.has(name)) return undefined
    return ownValue(this.source.metadata, name) ?? ownValue(this.source.labels, name)
  }

  set(name: string, value: string): void {
    this.#parsed ??= new Map()
    this.#parsed.set(name, value)
  }

  remove(name: string): void {
    this.#parsed?.delete(name)
    this.#removed ??= new Set()
    this.#removed.add(name)
  }

  /**
   * Adds what a parser found. It hides no label of the stream, and the first parser that finds it
   * wins.
   */
  extract(name: string, value: string): void {
    const free = this.#besideStream(name)
    if (!this.#parsed?.has(free)) this.set(free, value)
  }

  /** The same for a label that the query names; it replaces what was parsed before. */
  extractNamed(name: string, value: string): void {
    this.set(this.#besideStream(name), value)
  }

  fail(error: string, details?: string): void {
    this.set('__error__', error)
    if (details !== undefined) this.set('__error_details__', details)
  }

  isOfStream(name: string): boolean {
    return ownValue(this.source.labels, name) !== undefined
  }

  #besideStream(name: string): string {
    return this.isOfStream(name) ? `${name}_extracted` : name
  }

  get failed(): boolean {
    return Boolean(this.#parsed?.get('__error__'))
  }

  /** The same object for equal streams where nothing was changed, so that grouping is cheap. */
  get streamLabels(): Labels {
    return this.#visible(this.source.labels)
  }

  get metadata(): Labels {
    return this.#visible(this.source.metadata)
  }

  get parsed(): Labels {
    return Object.fromEntries(this.#parsed ?? [])
  }

  get labels(): Labels {
    const { source } = this
    if (!this.#parsed && !this.#removed) return { ...source.labels, ...source.metadata }
    return { ...this.streamLabels, ...this.metadata, ...this.parsed }
  }

  #visible(labels: Labels): Labels {
    const hidden = (name: string) => this.#parsed?.has(name) || this.#removed?.has(name)
    if (!Object.keys(labels).some(hidden)) return labels
    return Object.fromEntries(Object.entries(labels).filter(([name]) => !hidden(name)))
  }
}

/** False drops the line. */
export type Stage = (entry: Entry) => boolean
