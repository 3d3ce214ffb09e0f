/** What a template is made of: text, and between `{{` and `}}` actions. */
export type Piece = { text: string } | { action: Token[] }

export interface Token {
  kind: 'field' | 'variable' | 'name' | 'string' | 'number' | 'sign' | 'chain'
  text: string
}

/** Thrown for a template that is none; the reader says where it stands in the query. */
export class TemplateSyntaxError extends Error {
  override name = 'TemplateSyntaxError'
}

const opening = /\{\{(?:-(?=\s))?/g
const token =
  /\s+|(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<chain>(?<=\))(?:\.[A-Za-z_]\w*)+)|(?<field>(?:\.[A-Za-z_]\w*)+|\.(?![\w.]))|(?<variable>\$\w*(?:\.[A-Za-z_]\w*)*)|(?<number>[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))|(?<name>[A-Za-z_]\w*)|(?<sign>:=|[=|(),])|(?<close>-?\}\})|(?<comment>\/\*[\s\S]*?\*\/)/y

export function readPieces(source: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let trims = false
  for (;;) {
    opening.lastIndex = at
    const open = opening.exec(source)
    const text = source.slice(at, open?.index)
    pieces.push({ text: trimmed(text, { start: trims, end: Boolean(open?.[0].endsWith('-')) }) })
    if (!open) return pieces
    const action = readAction(source, opening.lastIndex)
    pieces.push({ action: action.tokens })
    trims = action.trims
    at = action.end
  }
}

/** `{{-` and `-}}` take the spaces beside them along. */
function trimmed(text: string, { start, end }: { start: boolean; end: boolean }): string {
  const begun = start ? text.trimStart() : text
  return end ? begun.trimEnd() : begun
}

function readAction(source: string, from: number) {
  const tokens: Token[] = []
  token.lastIndex = from
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    if (!match) throw new TemplateSyntaxError(`unexpected ${JSON.stringify(source[at])} in command`)
    const { close, comment, ...kinds } = match.groups ?? {}
    if (close) return { tokens, trims: close.startsWith('-'), end: token.lastIndex }
    const [kind, text] = Object.entries(kinds).find(([, found]) => found !== undefined) ?? []
    if (kind && text !== undefined) tokens.push({ kind: kind as Token['kind'], text })
  }
  throw new TemplateSyntaxError('unclosed action')
}
