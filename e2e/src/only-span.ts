import type { Span, Trace } from '@onetrace/span-tree'

/**
 * The only span of this kind.
 *
 * @throws {Error} that lists the spans, when there is none or more than one
 */
export function onlySpan(
  { spans }: Trace,
  { service, name, kind }: Pick<Span, 'service' | 'name' | 'kind'>,
): Span {
  const [span, ...others] = spans.filter(
    (it) => it.service === service && it.name === name && it.kind === kind,
  )
  if (span && others.length === 0) return span
  const all = spans.map((it) => `${it.service}: ${it.name} [${it.kind}]`).join(', ')
  throw new Error(`expected one span ${service}: ${name} [${kind}] among ${all || 'none'}`)
}
