import { LokiError } from './loki-error.ts'

/** What RE2 has no notion of, or means differently from JavaScript. */
const foreign = /(?<!\\)(?:\\\\)*(?:\(\?(?:=|!|<=|<!)|\\[1-9kpPQEC]|\[\[:)/

/** A regular expression in Go's syntax (RE2). Loki lets `.` match a newline in label matchers. */
export function goRegExp(source: string, { anchored }: { anchored: boolean }): RegExp {
  if (foreign.test(source)) {
    throw new LokiError(
      `regular expression ${JSON.stringify(source)}: lookarounds, back references, \\p, \\Q and [[:class:]] are not supported`,
    )
  }
  const [, flags = '', rest = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? []
  const named = rest.replaceAll('(?P<', '(?<').replaceAll('\\z', '$').replaceAll('\\A', '^')
  try {
    const all = [...new Set(anchored ? `${flags}s` : flags)].join('')
    return new RegExp(anchored ? `^(?:${named})$` : named, all)
  } catch (cause) {
    throw new LokiError(`error parsing regexp: ${(cause as Error).message}`)
  }
}
