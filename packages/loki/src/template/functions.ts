import { dateFunctions } from './date-functions.ts'
import { logicFunctions } from './logic-functions.ts'
import { mathFunctions } from './math-functions.ts'
import type { TemplateFunction } from './template-function.ts'
import { textFunctions } from './text-functions.ts'

/** https://grafana.com/docs/loki/latest/query/template_functions/ and those of Go itself. */
export const functions: Record<string, TemplateFunction | undefined> = {
  ...textFunctions,
  ...mathFunctions,
  ...dateFunctions,
  ...logicFunctions,
}

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name)
}
