import { unquote } from '../go-string.ts'
import { isFunction } from './functions.ts'
import { type Piece, readPieces, TemplateSyntaxError, type Token } from './tokens.ts'
import type { Node, Operand, Pipeline } from './tree.ts'

/** Parses Go's https://pkg.go.dev/text/template, but no definitions of further templates. */
export function parseTemplate(source: string): Node[] {
  const pieces = readPieces(source).reverse() // they are taken from the end, since `shift` would move all others
  const nodes = readNodes(pieces, { inLoop: false, ends: [] })
  if (pieces.length > 0) throw new TemplateSyntaxError('unexpected {{end}}')
  return nodes
}

interface Place {
  inLoop: boolean
  /** Words that end this list of nodes; the caller reads them. */
  ends: string[]
}

/** Takes pieces up to a word that ends the list. */
function readNodes(pieces: Piece[], place: Place): Node[] {
  const nodes: Node[] = []
  for (let piece = pieces.at(-1); piece; piece = pieces.at(-1)) {
    if ('action' in piece && place.ends.includes(wordOf(piece))) return nodes
    if ('action' in piece && wordOf(piece) === 'end') return nodes // an `end` of nothing, which the caller reports
    pieces.pop()
    if ('text' in piece) nodes.push({ kind: 'text', text: piece.text })
    else if (piece.action.length > 0) nodes.push(readAction(piece.action, pieces, place))
  }
  if (place.ends.length > 0) throw new TemplateSyntaxError('unexpected EOF: expected {{end}}')
  return nodes
}

function wordOf(piece: Piece | undefined): string {
  const [first] = piece && 'action' in piece ? piece.action : []
  return first?.kind === 'name' ? first.text : ''
}

function readAction(tokens: Token[], pieces: Piece[], place: Place): Node {
  const [first, ...rest] = tokens
  switch (first?.kind === 'name' ? first.text : '') {
    case 'if':
    case 'with':
    case 'range':
      return readControl(first?.text as 'if' | 'with' | 'range', { tokens: rest, pieces, place })
    case 'break':
    case 'continue':
      if (place.inLoop) return { kind: first?.text as 'break' | 'continue' }
      throw new TemplateSyntaxError(`{{${first?.text}}} outside {{range}}`)
    case 'else':
      throw new TemplateSyntaxError('unexpected {{else}}')
    case 'define':
    case 'template':
    case 'block':
      throw new TemplateSyntaxError(`{{${first?.text}}} has nothing to refer to in a query`)
    default:
      return { kind: 'action', pipeline: readPipeline([...tokens]) }
  }
}

interface Control {
  tokens: Token[]
  pieces: Piece[]
  place: Place
}

/** Reads up to its `end`, with the part behind `else`, which may be another `if`. */
function readControl(kind: 'if' | 'with' | 'range', { tokens, pieces, place }: Control): Node {
  const pipeline = readPipeline([...tokens])
  const inLoop = place.inLoop || kind === 'range'
  const body = readNodes(pieces, { inLoop, ends: ['else', 'end'] })
  const closing = pieces.pop()
  if (wordOf(closing) !== 'else') return { kind, pipeline, body, otherwise: [] }
  const [, next, ...rest] = closing && 'action' in closing ? closing.action : []
  if (next) {
    const inner = { tokens: rest, pieces, place }
    if (next.text !== kind || kind === 'range') throw new TemplateSyntaxError('unexpected {{else}}')
    return { kind, pipeline, body, otherwise: [readControl(kind, inner)] }
  }
  const otherwise = readNodes(pieces, { inLoop: place.inLoop, ends: ['end'] })
  pieces.pop()
  return { kind, pipeline, body, otherwise }
}

/** Takes all tokens, or those up to the closing `)`. */
function readPipeline(tokens: Token[]): Pipeline {
  const { variables, declares } = readVariables(tokens)
  const commands: Operand[][] = [[]]
  for (let token = tokens[0]; token && token.text !== ')'; token = tokens[0]) {
    tokens.shift()
    if (isSign(token, '|')) commands.push([])
    else commands.at(-1)?.push(readOperand(token, tokens))
  }
  for (const [at, command] of commands.entries()) checkCommand(command, at)
  return { variables, declares, commands }
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text
}

/** `$x :=`, `$x =`, `$key, $value :=` */
function readVariables(tokens: Token[]): { variables: string[]; declares: boolean } {
  const names: string[] = []
  for (let at = 0; tokens[at]?.kind === 'variable'; at += 2) {
    names.push(tokens[at]?.text ?? '')
    const sign = tokens[at + 1]
    if (isSign(sign, ':=') || isSign(sign, '=')) {
      tokens.splice(0, at + 2)
      return { variables: names, declares: isSign(sign, ':=') }
    }
    if (!isSign(sign, ',')) break
  }
  return { variables: [], declares: false }
}

function readOperand(token: Token, rest: Token[]): Operand {
  switch (token.kind) {
    case 'string':
      return { kind: 'value', value: unquote(token.text) }
    case 'number':
      return { kind: 'value', value: readNumber(token.text) }
    case 'field':
      return { kind: 'dot', fields: token.text.split('.').filter(Boolean) }
    case 'variable': {
      const [name = '', ...fields] = token.text.split('.')
      return { kind: 'variable', name, fields }
    }
    case 'name':
      return readName(token.text)
    default:
      return readParenthesis(token, rest)
  }
}

function readNumber(text: string): bigint | number {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''))
  return /^[+-]?0x/i.test(text) ? BigInt(text) : Number(text)
}

function readName(name: string): Operand {
  if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' }
  if (name === 'nil') return { kind: 'value', value: null }
  if (isFunction(name)) return { kind: 'function', name }
  throw new TemplateSyntaxError(`function ${JSON.stringify(name)} not defined`)
}

function readParenthesis(token: Token, rest: Token[]): Operand {
  if (!isSign(token, '(')) {
    throw new TemplateSyntaxError(`unexpected ${JSON.stringify(token.text)} in operand`)
  }
  const pipeline = readPipeline(rest)
  if (!isSign(rest.shift(), ')')) throw new TemplateSyntaxError('unclosed left paren')
  const chain = rest[0]?.kind === 'chain' ? rest.shift()?.text : ''
  return { kind: 'pipeline', pipeline, fields: (chain ?? '').split('.').filter(Boolean) }
}

function checkCommand([first, ...rest]: Operand[], at: number): void {
  if (!first) throw new TemplateSyntaxError('missing value for command')
  if (first.kind === 'function') return
  if (rest.length > 0) throw new TemplateSyntaxError("can't give argument to non-function")
  if (at > 0) throw new TemplateSyntaxError('non executable command in pipeline')
}
