import { beforeAll, describe, expect, test } from 'vitest'
import type { ServerSpanSource } from '../settings.ts'
import { otlpJson, type SentSpan, sentSpans } from '../test-otlp.ts'
import { runNode } from '../test-process.ts'
import { type HttpReceiver, withHttpReceiver } from '../test-receivers.ts'
import { kinds, sentTraceId } from './test-kinds.ts'

/** The spans of each kind of request, made by the channels and by the stock instrumentations. */
let channels: SentSpan[][] = []
let stock: SentSpan[][] = []

beforeAll(async () => {
  ;[channels, stock] = await Promise.all([spansFrom('channels'), spansFrom('stock')])
})

async function spansFrom(source: ServerSpanSource): Promise<SentSpan[][]> {
  let spans: SentSpan[][] = []
  await withHttpReceiver(async (receiver) => {
    const { exitCode, stderr } = await runNode({
      code: `import './src/server/test-send-kinds.ts'`,
      env: {
        ...otlpJson,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        SERVER_SPANS: source,
        NODE_ENV: 'test', // else Express writes to stderr what fails
      },
    })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    spans = byKind(receiver)
  })
  return spans
}

/** A kind is over when its mark arrives, a span of its own. */
function byKind(receiver: HttpReceiver): SentSpan[][] {
  const groups: SentSpan[][] = [[]]
  for (const request of receiver.received) {
    const sent = sentSpans({ ...receiver, received: [request] })
    groups.at(-1)?.push(...sent.filter(({ name }) => name !== 'kind'))
    if (sent.some(({ name }) => name === 'kind')) groups.push([])
  }
  return groups.map((spans) => spans.sort(byStart))
}

function byStart(a: SentSpan, b: SentSpan): number {
  return Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano))
}

function labels(spans: SentSpan[]): string[] {
  return spans.map((span) => {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
    return parent ? `${span.name} < ${parent.name}` : span.name
  })
}

describe.each(kinds.map((kind, at) => ({ ...kind, at })))('$kind', ({ at, spans, differs }) => {
  test('makes its spans', () => {
    expect(labels(channels[at] ?? [])).toEqual(spans)
  })

  test('makes those of the stock instrumentations, but for what the table says', () => {
    const pair = { stock: stock[at] ?? [], channels: channels[at] ?? [] }

    expect(differences(pair)).toEqual(differs?.fields ?? {})
  })
})

type Pair = Record<ServerSpanSource, SentSpan[]>

function differences({ stock, channels }: Pair): Record<string, [unknown, unknown]> {
  if (stock.length !== channels.length) return { spans: [labels(stock), labels(channels)] }
  const found: [string, [unknown, unknown]][] = channels.flatMap((span, at) => {
    const [ours, theirs] = [fieldsOf(span), fieldsOf(stock[at])]
    const fields = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    return [...fields]
      .filter((field) => JSON.stringify(ours[field]) !== JSON.stringify(theirs[field]))
      .map((field): [string, [unknown, unknown]] => [field, [theirs[field], ours[field]]])
  })
  return Object.fromEntries(found)
}

/** All that a span says, but for ids, times, stacks and the client's port. */
function fieldsOf(span: SentSpan | undefined): Record<string, unknown> {
  if (!span) return {}
  const { name, kind, status, flags, traceId, parentSpanId, events } = span
  return {
    ...span.attributes,
    'network.peer.port': typeof span.attributes['network.peer.port'],
    name,
    kind,
    status,
    flags,
    isSentTrace: traceId === sentTraceId,
    hasParent: Boolean(parentSpanId),
    events: events.map(({ name, attributes: { 'exception.stacktrace': _, ...rest } }) => ({
      name,
      ...rest,
    })),
  }
}
