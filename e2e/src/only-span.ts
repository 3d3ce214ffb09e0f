import type { Span, Trace } from '@onetrace/span-tree'

/**
 * The one span of this kind.
 *
 * @throws {Error} with the spans that there are, when none is or another is too
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
