/** A block of Alloy's language: `name "label" { attribute = value … }`. */
export interface Block {
  name: string
  label: string | undefined
  attributes: Record<string, unknown>
  blocks: Block[]
}

/** What is computed when Alloy runs: a reference, a call, a sum; as it is written. */
export class Expression {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const token = /\s*(?:\/\/[^\n]*\s*)*("(?:[^"\\]|\\.)*"|`[^`]*`|[\w.]+|[{}[\]()=,+]|$)/y

/**
 * The syntax of an Alloy file, as far as ours uses it (no arithmetic but `+`, no `import`). It knows
 * no component: only Alloy itself can say whether one takes an attribute.
 * https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/syntax/
 *
 * @throws {Error} naming the line where something else was expected
 */
export function parseAlloy(text: string): Block[] {
  const tokens = tokensOf(text)
  let at = 0
  const peek = () => tokens[at]?.text ?? ''

  function take(expected?: string): string {
    const { text: found = '', line = 0 } = tokens[at] ?? {}
    if (expected !== undefined && found !== expected) {
      throw new Error(`line ${line}: expected ${expected}, got ${found || 'the end'}`)
    }
    at += 1
    return found
  }

  function body(end: string): Pick<Block, 'attributes' | 'blocks'> {
    const [attributes, blocks]: [Block['attributes'], Block[]] = [{}, []]
    while (peek() !== end) {
      const name = take()
      if (peek() === '=') {
        take('=')
        attributes[name] = value()
      } else {
        const label = peek().startsWith('"') ? JSON.parse(take()) : undefined
        take('{')
        blocks.push({ name, label, ...body('}') })
        take('}')
      }
    }
    return { attributes, blocks }
  }

  function value(): unknown {
    const first = operand()
    if (peek() !== '+') return first
    const parts = [first]
    while (peek() === '+') {
      take('+')
      parts.push(operand())
    }
    return new Expression(parts.map(written).join(' + '))
  }

  function operand(): unknown {
    const found = take()
    if (found === '[') return list(']', value)
    if (found === '{') return Object.fromEntries(list('}', entry))
    if (found.startsWith('`')) return found.slice(1, -1)
    if (found.startsWith('"')) return JSON.parse(found)
    if (peek() !== '(') return new Expression(found)
    take('(')
    return new Expression(`${found}(${list(')', value).map(written).join(', ')})`)
  }

  function entry(): [string, unknown] {
    const key = take()
    take('=')
    return [key, value()]
  }

  function list<T>(end: string, item: () => T): T[] {
    const items: T[] = []
    while (peek() !== end) {
      items.push(item())
      if (peek() !== end) take(',')
    }
    take(end)
    return items
  }

  return body('').blocks
}

function written(value: unknown): string {
  return value instanceof Expression ? value.text : JSON.stringify(value)
}

function tokensOf(text: string): { text: string; line: number }[] {
  const tokens: { text: string; line: number }[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const from = token.lastIndex
    const found = token.exec(text)?.[1]
    const line = text.slice(0, from).split('\n').length
    if (found === undefined) throw new Error(`line ${line}: expected a name, a text or a sign`)
    if (found !== '') tokens.push({ text: found, line })
  }
  return tokens
}
