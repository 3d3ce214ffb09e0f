import { parseBytes } from '../logql/units.ts'
import { parseGoDuration } from '../time.ts'
import { asInt, asText, checkLength } from './arguments.ts'
import { count, replaceAll } from './pattern-functions.ts'
import { printf } from './printf.ts'
import type { TemplateFunction } from './template-function.ts'
import { alignLeft, alignRight, substr, title, trimChars, trunc } from './texts.ts'
import { fromJson, TemplateError, textOf, type Value } from './values.ts'

function text1(run: (text: string) => Value): TemplateFunction {
  return { takes: [1, 1], run: ([text]) => run(asText(text)) }
}

function text2(run: (a: string, b: string) => Value): TemplateFunction {
  return { takes: [2, 2], run: ([a, b]) => run(asText(a), asText(b)) }
}

function text3(run: (a: string, b: string, c: string) => Value): TemplateFunction {
  return { takes: [3, 3], run: ([a, b, c]) => run(asText(a), asText(b), asText(c)) }
}

function sized(run: (size: number, text: string) => Value): TemplateFunction {
  return { takes: [2, 2], run: ([size, text]) => run(asInt(size), asText(text)) }
}

const upper = text1((text) => text.toUpperCase())
const lower = text1((text) => text.toLowerCase())
const trim = text1((text) => text.trim())
const seconds = text1((text) => {
  const nanos = parseGoDuration(text)
  if (nanos === undefined) throw new TemplateError(`time: invalid duration ${JSON.stringify(text)}`)
  return Number(nanos) / 1e9
})
const printed = (given: Value[]) => given.map(textOf).join(' ')

/** The older spellings take the text first, sprig's take it last, for pipelines. */
export const textFunctions: Record<string, TemplateFunction> = {
  __line__: { takes: [0, 0], run: (_, { text }) => text },
  ToUpper: upper,
  upper,
  ToLower: lower,
  lower,
  title: text1(title),
  TrimSpace: trim,
  trim,
  Trim: text2((text, chars) => trimChars(text, { chars, start: true, end: true })),
  TrimLeft: text2((text, chars) => trimChars(text, { chars, start: true })),
  TrimRight: text2((text, chars) => trimChars(text, { chars, end: true })),
  TrimPrefix: text2((text, prefix) => withoutPrefix(text, prefix)),
  TrimSuffix: text2((text, suffix) => withoutSuffix(text, suffix)),
  trimAll: text2((chars, text) => trimChars(text, { chars, start: true, end: true })),
  trimPrefix: text2((prefix, text) => withoutPrefix(text, prefix)),
  trimSuffix: text2((suffix, text) => withoutSuffix(text, suffix)),
  Replace: {
    takes: [4, 4],
    run: ([text, old, fresh, most]) =>
      replaced(asText(text), [asText(old), asText(fresh)], asInt(most)),
  },
  replace: text3((old, fresh, text) => replaced(text, [old, fresh], -1)),
  trunc: sized(trunc),
  substr: {
    takes: [3, 3],
    run: ([from, to, text]) => substr(asInt(from), asInt(to), asText(text)),
  },
  alignLeft: sized(alignLeft),
  alignRight: sized(alignRight),
  indent: sized(indent),
  nindent: sized((size, text) => `\n${indent(size, text)}`),
  repeat: sized((size, text) => {
    checkLength(size * text.length)
    return text.repeat(Math.max(0, size))
  }),
  contains: text2((part, text) => text.includes(part)),
  hasPrefix: text2((prefix, text) => text.startsWith(prefix)),
  hasSuffix: text2((suffix, text) => text.endsWith(suffix)),
  b64enc: text1((text) => Buffer.from(text).toString('base64')),
  b64dec: text1((text) => Buffer.from(text, 'base64').toString()),
  urlencode: text1(urlencode),
  urlquery: text1(urlencode),
  urldecode: text1(urldecode),
  bytes: text1((text) => {
    const bytes = parseBytes(text)
    if (bytes !== undefined) return bytes
    throw new TemplateError(`expected a size such as 5KB, got ${JSON.stringify(text)}`)
  }),
  duration: seconds,
  duration_seconds: seconds,
  fromJson: text1((text) => fromJson(text) ?? ''),
  count: text2(count),
  regexReplaceAll: text3((regex, text, fresh) => replaceAll({ regex, text, fresh })),
  regexReplaceAllLiteral: text3((regex, text, fresh) =>
    replaceAll({ regex, text, fresh, literal: true }),
  ),
  print: { takes: [0, 99], run: (given) => given.map(textOf).join('') },
  println: { takes: [0, 99], run: (given) => `${printed(given)}\n` },
  printf: { takes: [1, 99], run: ([format, ...given]) => printf(asText(format), given) },
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

function withoutSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text
}

function replaced(text: string, [old, fresh]: [string, string], most: number): string {
  const parts = text.split(old)
  const times = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1)
  checkLength(text.length + times * (fresh.length - old.length))
  return [parts.slice(0, times + 1).join(fresh), ...parts.slice(times + 1)].join(old)
}

function indent(size: number, text: string): string {
  const lines = text.split('\n')
  checkLength(text.length + lines.length * size)
  const space = ' '.repeat(Math.max(0, size))
  return space + lines.join(`\n${space}`)
}

/** As a query of an address is written: a space is a plus. */
function urlencode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}

function urldecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new TemplateError(`invalid URL escape in ${JSON.stringify(text.slice(0, 60))}`)
  }
}
