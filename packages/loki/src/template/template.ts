import type { Entry } from '../logql/entry.ts'
import type { Syntax } from '../logql/syntax.ts'
import { LokiError } from '../loki-error.ts'
import { parseTemplate } from './parse.ts'
import { runTemplate } from './run.ts'
import { TemplateSyntaxError } from './tokens.ts'
import { TemplateError } from './values.ts'

/** The text for an entry; an entry that has none is marked, and gets undefined. */
export type Template = (entry: Entry) => string | undefined

/** A template of Go, as `line_format` and `label_format` take them. */
export function readTemplate(source: string, place: Syntax): Template {
  const nodes = parse(source, place)
  return (entry) => {
    try {
      return runTemplate(nodes, entry)
    } catch (error) {
      const isOfTemplate = error instanceof TemplateError || error instanceof LokiError
      if (!isOfTemplate && !(error instanceof RangeError)) throw error // too deep for the stack
      entry.fail('TemplateFormatErr', error.message)
      return undefined
    }
  }
}

function parse(source: string, place: Syntax) {
  try {
    return parseTemplate(source)
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    throw place.error(`invalid template: ${error.message} in ${JSON.stringify(source)}`)
  }
}
