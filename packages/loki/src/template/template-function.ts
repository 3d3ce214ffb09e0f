import type { Entry } from '../logql/entry.ts'
import type { Value } from './values.ts'

export interface TemplateFunction {
  /** How many arguments: at least, at most. */
  takes: [least: number, most: number]
  run: (given: Value[], entry: Entry) => Value
}
