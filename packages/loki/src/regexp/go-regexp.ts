import { LokiError } from '../loki-error.ts'
import { readClass } from './character-class.ts'
import { readEscape } from './escapes.ts'
import { Source } from './source.ts'

/**
 * A regular expression in Go's syntax (RE2) as one of JavaScript, in its Unicode mode, where no
 * escape is guessed at. Loki lets `.` match a newline in label matchers.
 * https://github.com/google/re2/wiki/Syntax
 */
export function goRegExp(text: string, { anchored }: { anchored: boolean }): RegExp {
  const translated = translate(new Source(text))
  try {
    return anchored ? new RegExp(`^(?:${translated})$`, 'su') : new RegExp(translated, 'u')
  } catch (cause) {
    throw new LokiError(`error parsing regexp: ${(cause as Error).message}`, { cause })
  }
}

const namedGroup = /\(\?P?<([A-Za-z_]\w*)>/y
const flagGroup = /\(\?([imsU]*)(?:-([imsU]+))?([:)])/y
const repetition = /\{\d+(?:,\d*)?\}/y

function translate(source: Source): string {
  let result = ''
  /** For each open group, the modifiers switched on inside of it: `(?i)` reaches to its end. */
  const open: string[][] = [[]]
  const closeModifiers = () => ')'.repeat(open.at(-1)?.length ?? 0)
  while (!source.atEnd) {
    const flags = source.take(flagGroup)
    if (flags) {
      const modifier = modifierOf(flags, source)
      if (flags[3] === ':') open.push([])
      else open.at(-1)?.push(modifier)
      result += modifier
    } else if (source.at('(')) {
      result += openGroup(source)
      open.push([])
    } else if (source.at('|')) {
      source.skip(1)
      // The alternatives of the group are not those inside of the modifier: close, and open again.
      result += `${closeModifiers()}|${(open.at(-1) ?? []).join('')}`
    } else if (source.at(')')) {
      source.skip(1)
      result += `${closeModifiers()})`
      open.pop()
      if (open.length === 0) throw source.error('unexpected )')
    } else result += readAtom(source)
  }
  return result + closeModifiers()
}

function openGroup(source: Source): string {
  const name = source.take(namedGroup)?.[1]
  if (name) return `(?<${name}>`
  if (source.at('(?')) throw source.error('invalid or unsupported Perl syntax')
  source.skip(1)
  return '('
}

/** `(?i:`, or for `(?i)` the same, to be closed where its group ends. */
function modifierOf([, on = '', off = '']: RegExpExecArray, source: Source): string {
  if ((on + off).includes('U')) throw source.error('the flag U is not supported by this backend')
  const letters = [...new Set(on)].filter((flag) => !off.includes(flag)).join('')
  const without = [...new Set(off)].join('')
  return letters || without ? `(?${letters}${without && `-${without}`}:` : '(?:'
}

function readAtom(source: Source): string {
  if (source.at('[')) return readClass(source)
  if (source.at('\\')) return readEscape(source)
  if (source.at('{')) return source.take(repetition)?.[0] ?? source.literal('\\')
  return source.at('}') || source.at(']') || source.at('/')
    ? source.literal('\\')
    : source.literal()
}
