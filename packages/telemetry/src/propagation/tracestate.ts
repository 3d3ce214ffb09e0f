import type { TraceState } from '@opentelemetry/api'
import { trimOws } from './ows.ts'

/** W3C Trace Context level 2, 3.3.2: a list may have no more members. */
const mostMembers = 32
/** Everybody should hand on at least this (3.3.3.1); a longer one might not arrive anyway. */
const longestHeader = 512
/** Members above this length leave first when a header must shrink (3.3.3.1). */
const longMember = 128

const key = '[a-z0-9][a-z0-9_*/@-]{0,255}'
const value = '[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]'
const memberGrammar = new RegExp(`^(${key})=(${value})$`)

/**
 * The members of a `tracestate` header, or of several that are joined by commas; undefined when
 * there are none. One breach of the grammar discards the whole header, since nobody knows which of
 * its members can be trusted. Empty members are allowed and mean nothing. When a key comes twice,
 * the left one counts, because it is the newer position.
 * https://www.w3.org/TR/trace-context-2/#tracestate-header-field-values
 */
export function parseTracestate(header: string): Tracestate | undefined {
  const texts = header.split(',').map(trimOws).filter(Boolean)
  if (texts.length === 0 || texts.length > mostMembers) return undefined
  const members = new Map<string, string>()
  for (const text of texts) {
    const [, key, value] = memberGrammar.exec(text) ?? []
    if (key === undefined || value === undefined) return undefined
    if (!members.has(key)) members.set(key, value)
  }
  return new Tracestate(members)
}

/** The header to send; undefined when there is nothing to send. */
export function formatTracestate(state: TraceState): string | undefined {
  const ours = state instanceof Tracestate ? state : parseTracestate(state.serialize())
  return ours?.serialize() || undefined
}

/** The API's TraceState with the grammar of level 2; the stock one has level 1's. */
export class Tracestate implements TraceState {
  /** As in the header: the newest position comes first. */
  readonly #members: ReadonlyMap<string, string>

  constructor(members: ReadonlyMap<string, string> = new Map()) {
    this.#members = members
  }

  /** Moves the key to the front; a key or value that no header may have changes nothing. */
  set(key: string, value: string): Tracestate {
    if (!memberGrammar.test(`${key}=${value}`)) return this
    const others = [...this.#members].filter(([other]) => other !== key)
    return new Tracestate(new Map([[key, value], ...others.slice(0, mostMembers - 1)]))
  }

  unset(key: string): Tracestate {
    return new Tracestate(new Map([...this.#members].filter(([other]) => other !== key)))
  }

  get(key: string): string | undefined {
    return this.#members.get(key)
  }

  serialize(): string {
    return shortened([...this.#members].map(([key, value]) => `${key}=${value}`)).join(',')
  }
}

/** Drops whole members until the header fits: the long ones first, then others from the end. */
function shortened(members: string[]): string[] {
  let length = members.join(',').length
  for (const leavesAbove of [longMember, 0]) {
    for (let at = members.length - 1; at >= 0 && length > longestHeader; at--) {
      const size = members[at]?.length ?? 0
      if (size <= leavesAbove) continue
      members.splice(at, 1)
      length -= size + 1
    }
  }
  return members
}
