import { traceHref } from '../router.ts'

/** A piece of a finding's text. It is a link where it is the id of a span or a trace. */
export interface TextPart {
  text: string
  href?: string
}

/** Ids in a text become links: a span of this trace, another trace, or a span of that. */
export function linkIds(
  text: string,
  trace: { traceId: string; has: (spanId: string) => boolean; other: string | undefined },
): TextPart[] {
  return text.split(/(\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b)/).flatMap((part, i): TextPart[] => {
    if (i % 2 === 0) return part ? [{ text: part }] : []
    const href = hrefOf(part, trace)
    return [href ? { text: part, href } : { text: part }]
  })
}

/** The first trace that a text names besides its own. */
export function otherTraceIn(text: string, traceId: string): string | undefined {
  return text.match(/\b[0-9a-f]{32}\b/g)?.find((id) => id !== traceId)
}

function hrefOf(
  id: string,
  { traceId, has, other }: Parameters<typeof linkIds>[1],
): string | undefined {
  if (id.length === 32) return id === traceId ? undefined : traceHref(id)
  if (has(id)) return traceHref(traceId, { spanId: id })
  return other && traceHref(other, { spanId: id })
}
