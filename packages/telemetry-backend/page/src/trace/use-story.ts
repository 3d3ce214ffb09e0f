import { goesOnFrom, type Trace, tellStory } from '@onetrace/spans'
import { useMemo } from 'preact/hooks'
import { fetchTrace } from '../net/api.ts'
import type { LinkFrom } from '../net/trace-api.ts'
import { useLoad } from '../net/use-load.ts'
import { layOut, type TraceTree } from './tree.ts'

/** More would be no story any more. */
const mostTraces = 20

/** The trace with those that go on from it by a link below the spans that they link to. */
export function useStory(
  tree: TraceTree | undefined,
  linksTo: Map<string, LinkFrom[]>,
): TraceTree | undefined {
  const from = [...linksTo.values()].flat().map(({ traceId }) => traceId)
  const ids = [...new Set(from)].filter((id) => id !== tree?.traceId).slice(0, mostTraces)
  const { value } = useLoad(`${tree?.traceId} ${ids.join(' ')}`, () => fetchAll(ids))
  return useMemo(() => tree && (storyOf(tree, value ?? []) ?? tree), [tree, value])
}

async function fetchAll(ids: string[]): Promise<Trace[]> {
  const found = await Promise.all(
    ids.map(async (traceId) => ({ traceId, spans: (await fetchTrace(traceId)).spans })),
  )
  return found.filter(({ spans }) => spans.length > 0)
}

function storyOf({ trace, traceId }: TraceTree, found: Trace[]): TraceTree | undefined {
  const linked = found.filter((other) => goesOnFrom(other, new Set([traceId])))
  if (linked.length === 0) return undefined
  const homes = linked.flatMap(({ spans }) => spans).map((span) => [span.spanId, span.traceId])
  return layOut(tellStory(trace, linked), new Map(homes as [string, string][]))
}
