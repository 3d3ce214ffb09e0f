import type { Entry } from '../logql/entry.ts'
import { evaluate, type Scope, Variables } from './evaluate.ts'
import { Output } from './output.ts'
import type { Node, Pipeline } from './tree.ts'
import { isTrue, TemplateError, textOf, type Value } from './values.ts'

/** The text that a template makes of an entry. */
export function runTemplate(nodes: Node[], entry: Entry): string {
  const out = new Output()
  runNodes(nodes, { entry, dot: undefined, variables: new Variables() }, out)
  return out.toString()
}

/** How the nodes of a loop ended, when not with the last one. */
type Ending = 'break' | 'continue' | undefined

function runNodes(nodes: Node[], scope: Scope, out: Output): Ending {
  for (const node of nodes) {
    const ending = runNode(node, scope, out)
    if (ending) return ending
  }
  return undefined
}

function runNode(node: Node, scope: Scope, out: Output): Ending {
  out.step()
  switch (node.kind) {
    case 'text':
      out.write(node.text)
      return undefined
    case 'action': {
      const value = evaluate(node.pipeline, scope)
      if (node.pipeline.variables.length === 0) out.write(textOf(value))
      return undefined
    }
    case 'break':
    case 'continue':
      return node.kind
    default:
      return runControl(node, { ...scope, variables: new Variables(scope.variables) }, out)
  }
}

type Control = Extract<Node, { pipeline: Pipeline; body: Node[] }>

function runControl(node: Control, scope: Scope, out: Output): Ending {
  if (node.kind === 'range') return runRange(node, scope, out)
  const value = evaluate(node.pipeline, scope)
  if (!isTrue(value)) return runNodes(node.otherwise, scope, out)
  return runNodes(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope, out)
}

function runRange({ pipeline, body, otherwise }: Control, scope: Scope, out: Output): Ending {
  const [first, second] = pipeline.variables
  const items = itemsOf(evaluate({ ...pipeline, variables: [] }, scope))
  if (items.length === 0) return runNodes(otherwise, scope, out)
  for (const [key, value] of items) {
    const variables = new Variables(scope.variables)
    if (first) variables.declare(first, second ? key : value)
    if (second) variables.declare(second, value)
    if (runNodes(body, { ...scope, dot: value, variables }, out) === 'break') break
  }
  return undefined
}

function itemsOf(value: Value): [key: Value, value: Value][] {
  if (Array.isArray(value)) return value.map((item, at) => [BigInt(at), item])
  if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : 1))
  if (value === null) return []
  throw new TemplateError(`range can't iterate over ${textOf(value)}`)
}
