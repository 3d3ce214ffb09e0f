/** `<ip> - <_> "<method> <path>"`: captures, and between them literals. */
export type Pattern = Part[]
type Part = { literal: string } | { capture: string }

const captures = /<([a-zA-Z_]\w*)>/

/** Reads a pattern, or gives the reason why the text is none. */
export function readPattern(text: string): Pattern | { error: string } {
  const pieces = text.split(captures) // literal, name, literal, name, ...
  const parts: Pattern = []
  for (const [at, piece] of pieces.entries()) {
    if (at % 2 === 1) parts.push({ capture: piece })
    else if (piece !== '') parts.push({ literal: piece })
    else if (at > 0 && at < pieces.length - 1) {
      return { error: `found consecutive captures <${pieces[at - 1]}><${pieces[at + 1]}>` }
    }
  }
  return parts
}

export function namesIn(pattern: Pattern): string[] {
  return pattern.flatMap((part) => ('capture' in part && part.capture !== '_' ? part.capture : []))
}

/** The values of the named captures, up to the place where the line no longer fits the pattern. */
export function capturesOf(pattern: Pattern, line: string): [name: string, value: string][] {
  const found: [string, string][] = []
  let at = 0
  for (const [index, part] of pattern.entries()) {
    if ('literal' in part) {
      if (!line.startsWith(part.literal, at)) return found // only the first literal can be missing here
      at += part.literal.length
      continue
    }
    const end = endOf(pattern[index + 1], line, at)
    if (part.capture !== '_') found.push([part.capture, line.slice(at, end)])
    if (end === undefined) return found
    at = end
  }
  return found
}

/** A capture ends at the next literal. Undefined means the end of the line. */
function endOf(next: Part | undefined, line: string, from: number): number | undefined {
  if (next === undefined || !('literal' in next)) return undefined
  const end = line.indexOf(next.literal, from)
  return end === -1 ? undefined : end
}

/** Whether the pattern describes the whole line, where a `<_>` is at least one character. */
export function describes(pattern: Pattern, line: string): boolean {
  let at = 0
  for (const [index, part] of pattern.entries()) {
    if (!('literal' in part)) continue
    const found = line.indexOf(part.literal, at)
    const afterCapture = index > 0
    if (found === -1 || found > at !== afterCapture) return false
    at = found + part.literal.length
  }
  const last = pattern.at(-1)
  const endsOpen = last !== undefined && 'capture' in last
  return endsOpen === at < line.length
}
