import { printName, printService } from '@onetrace/span-tree'
import type { Span } from '@onetrace/spans'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { count, placesOf } from '../words.ts'

/** What differs from one request to the next, in the order in which it is looked for. */
const variables: [name: string, pattern: RegExp][] = [
  ['uuid', /[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/gi],
  ['email', /[\w.+-]+@[\w-]+\.[\w.]+/g],
  ['time', /\b\d{4}-\d\d-\d\d([T ][\d:.]+Z?)?\b/g],
  ['query', /\?[^\s?]*=[^\s]*/g],
  ['hex', /\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b/gi],
  // In a path any number is an id; among words only a long one is not a version or a count.
  ['number', /(?<=(?<!HTTP)\/)\d+(?=\/|$|\s)|\b\d{5,}\b/g],
]

/** Span names that hold a value: each request makes another name, and none can be grouped by. */
export function checkNames({ nodes }: Subject): Finding[] {
  const varying = nodes.map(({ span }) => span).filter(({ name }) => templateOf(name) !== name)
  const byTemplate = Map.groupBy(varying, ({ service, name }) =>
    JSON.stringify([service, templateOf(name)]),
  )
  return [...byTemplate.values()].flatMap(describe)
}

/** `GET /users/7` is `GET /users/{number}`. */
export function templateOf(name: string): string {
  return variables.reduce((text, [word, pattern]) => text.replace(pattern, `{${word}}`), name)
}

function describe(spans: Span[]): Finding[] {
  const [first] = spans
  if (!first) return []
  const template = `${printService(first.service)}: ${printName(templateOf(first.name))}`
  const isServer = first.kind === 'server'
  return [
    {
      check: 'name-cardinality',
      severity: 'warning',
      what: `${count(spans.length, 'span name')} of ${first.service} ${spans.length === 1 ? 'holds' : 'hold'} a value: ${template}`,
      where: placesOf(spans),
      cause: isServer
        ? 'the router is not instrumented, so the path stands for its route'
        : 'the name is put together from a value',
      cure: isServer
        ? 'load the SDK before the router, so that the name is the route template'
        : 'name the step, and put the value into an attribute',
    },
  ]
}
