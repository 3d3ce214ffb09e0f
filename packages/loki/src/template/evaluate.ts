import type { Entry } from '../logql/entry.ts'
import { functions } from './functions.ts'
import type { Operand, Pipeline } from './tree.ts'
import { TemplateError, typeOf, type Value } from './values.ts'

/** The values of the names in a template. */
export interface Scope {
  entry: Entry
  /** The value of `.`; undefined at the top level, where `.` means all labels. */
  dot: Value | undefined
  variables: Variables
}

/** The variables of a template; those of a block end with it. */
export class Variables {
  #own: Map<string, Value> | undefined // it is made late, since few templates have variables, and each line needs its own
  readonly #outer: Variables | undefined

  constructor(outer?: Variables) {
    this.#outer = outer
  }

  declare(name: string, value: Value): void {
    this.#own ??= new Map()
    this.#own.set(name, value)
  }

  set(name: string, value: Value): void {
    if (this.#own?.has(name)) this.#own.set(name, value)
    else if (this.#outer) this.#outer.set(name, value)
    else throw new TemplateError(`undefined variable: ${name}`)
  }

  get(name: string): Value {
    const value = this.#own?.get(name)
    if (value !== undefined) return value
    if (this.#outer) return this.#outer.get(name)
    throw new TemplateError(`undefined variable: ${name}`)
  }
}

export function evaluate({ commands, variables, declares }: Pipeline, scope: Scope): Value {
  let value: Value | undefined
  for (const command of commands) value = runCommand(command, value, scope)
  const result = value ?? null
  for (const name of variables) {
    if (declares) scope.variables.declare(name, result)
    else scope.variables.set(name, result)
  }
  return result
}

/** Runs a command; the value of the command before `|` is its last argument. */
function runCommand([first, ...rest]: Operand[], piped: Value | undefined, scope: Scope): Value {
  if (!first) return null
  if (first.kind !== 'function') return read(first, scope)
  const given = rest.map((operand) => read(operand, scope))
  return call(first.name, piped === undefined ? given : [...given, piped], scope)
}

function call(name: string, given: Value[], { entry }: Scope): Value {
  const fn = functions[name]
  if (!fn) throw new TemplateError(`function ${JSON.stringify(name)} not defined`)
  const [least, most] = fn.takes
  if (given.length < least || given.length > most) {
    const wanted = least === most ? least : `at least ${least}`
    throw new TemplateError(`wrong number of args for ${name}: want ${wanted} got ${given.length}`)
  }
  return fn.run(given, entry)
}

function read(operand: Operand, scope: Scope): Value {
  switch (operand.kind) {
    case 'value':
      return operand.value
    case 'dot':
      return dotOf(operand.fields, scope)
    case 'variable':
      if (operand.name === '$') return dotOf(operand.fields, { ...scope, dot: undefined })
      return fieldsOf(scope.variables.get(operand.name), operand.fields)
    case 'pipeline':
      return fieldsOf(evaluate(operand.pipeline, scope), operand.fields)
    default:
      return call(operand.name, [], scope)
  }
}

function dotOf([name, ...fields]: string[], { entry, dot }: Scope): Value {
  if (dot !== undefined) return fieldsOf(dot, name === undefined ? [] : [name, ...fields])
  if (name === undefined) return new Map(Object.entries(entry.labels))
  return fieldsOf(entry.get(name) ?? '', fields)
}

function fieldsOf(value: Value, fields: string[]): Value {
  return fields.reduce<Value>((inner, field) => {
    if (inner instanceof Map) return inner.get(field) ?? null
    throw new TemplateError(`can't evaluate field ${field} in type ${typeOf(inner)}`)
  }, value)
}
