import { compile, expand } from '../regexp.ts'
import { checkLength } from './arguments.ts'

/** A pattern may come out of a label; most are the same for every line. */
const compiled = new Map<string, ReturnType<typeof compile>>()

function pattern(source: string) {
  const known = compiled.get(source)
  if (known) return known
  if (compiled.size > 100) compiled.clear()
  const fresh = compile(source)
  compiled.set(source, fresh)
  return fresh
}

export function count(regex: string, text: string): bigint {
  return BigInt([...pattern(regex).matchAll(text)].length)
}

interface Replacing {
  regex: string
  text: string
  fresh: string
  /** `$1` is two characters. */
  literal?: boolean
}

export function replaceAll({ regex, text, fresh, literal = false }: Replacing): string {
  const made: string[] = []
  let [at, length] = [0, 0]
  for (const match of pattern(regex).matchAll(text) as Iterable<RegExpExecArray>) {
    const piece = text.slice(at, match.index) + (literal ? fresh : expand(fresh, match))
    length += piece.length
    checkLength(length)
    made.push(piece)
    at = match.index + match[0].length
  }
  return made.join('') + text.slice(at)
}
