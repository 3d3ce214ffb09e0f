import { parser } from '@grafana/lezer-logql'
import type { SyntaxNode, Tree } from '@lezer/common'
import { unquote } from '../go-string.ts'
import { LokiError } from '../loki-error.ts'
import { type Prepared, prepare } from './prepare.ts'

/** A node of the syntax tree with its text and its place in the query, which errors can name. */
export class Syntax {
  readonly #node: SyntaxNode
  readonly #query: string
  readonly #offsets: Prepared['offsets']

  constructor(node: SyntaxNode, query: string, offsets: Prepared['offsets']) {
    this.#node = node
    this.#query = query
    this.#offsets = offsets
  }

  get name(): string {
    return this.#node.name
  }

  get text(): string {
    return this.#query.slice(this.#node.from, this.#node.to)
  }

  /** All children, or those of one name. */
  children(name?: string): Syntax[] {
    const found: Syntax[] = []
    for (let child = this.#node.firstChild; child; child = child.nextSibling) {
      const isWanted = name === undefined ? child.name !== 'LineComment' : child.name === name
      if (isWanted) found.push(new Syntax(child, this.#query, this.#offsets))
    }
    return found
  }

  child(...names: string[]): Syntax | undefined {
    return this.children().find((child) => names.includes(child.name))
  }

  expect(...names: string[]): Syntax {
    const found = this.child(...names)
    if (found) return found
    throw this.error(`expected ${names.join(' or ')} in ${JSON.stringify(this.text.slice(0, 60))}`)
  }

  /** The items of a list in order. The grammar nests lists to the left: `A(A(A(x) y) z)`. */
  flat(list: string, item: string): Syntax[] {
    return this.children().flatMap((child) => {
      if (child.name === list) return child.flat(list, item)
      return child.name === item ? [child] : []
    })
  }

  /** How far before each point a range lies, in nanoseconds. */
  get offset(): bigint {
    return this.#offsets.get(this.#node.to) ?? 0n
  }

  string(): string {
    return unquote(this.expect('String').text)
  }

  strings(): string[] {
    return this.children('String').map(({ text }) => unquote(text))
  }

  /**
   * The error for what LogQL has and this package lacks, since a reader would believe an empty
   * answer.
   */
  unsupported(what: string): LokiError {
    return this.error(
      `${what}: not supported by this backend. It has all of the LogQL of Loki's documentation but rate_counter and approx_topk`,
    )
  }

  error(message: string): LokiError {
    return errorAt(this.#query, { at: this.#node.from, message })
  }
}

export function parseSyntax(query: string): Syntax {
  if (query.trim() === '') throw errorAt(query, { at: 0, message: 'expected a query, got nothing' })
  const { text, offsets } = prepare(query)
  return new Syntax(parse(text).topNode, query, offsets)
}

/**
 * It is strict, since going on behind an error, as editors need it, takes a minute for some
 * queries.
 */
const strict = parser.configure({ strict: true })

function parse(query: string): Tree {
  try {
    return strict.parse(query)
  } catch (error) {
    const [, at] = /^No parse at (\d+)$/.exec((error as Error).message) ?? []
    if (at === undefined) throw error
    throw unexpected(query, Number(at))
  }
}

function unexpected(query: string, at: number): LokiError {
  const rest = query.slice(at).trimStart()
  const found = rest === '' ? 'the end of the query' : JSON.stringify(rest.slice(0, 20))
  return errorAt(query, { at, message: `syntax error: unexpected ${found}` })
}

function errorAt(query: string, { at, message }: { at: number; message: string }): LokiError {
  const before = query.slice(0, at).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return new LokiError(`parse error at line ${before.length}, col ${column}: ${message}`)
}
