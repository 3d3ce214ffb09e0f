import { goDuration } from '../time.ts'
import { type Clocked, clockSkews } from './clock-skew.ts'
import type { Shown } from './shown.ts'
import type { JaegerReference, JaegerTag } from './v1-model.ts'

/**
 * What Jaeger's query service changes before it shows a trace, in its order, and what it says of it:
 * https://github.com/jaegertracing/jaeger/blob/v1.76.0/cmd/query/app/querysvc/adjusters.go
 */
export function adjust(spans: Shown[], maxClockSkew: bigint): void {
  separateSharedIds(spans)
  correctClocks(spans, maxClockSkew)
  for (const span of spans) {
    span.tags = span.tags.map(readableAddress)
    span.processTags = span.processTags.map(readableAddress)
    moveLibraryTags(span)
    removeEmptyReferences(span)
    putParentFirst(span)
  }
}

/** As Jaeger reads it from references: of the same trace, CHILD_OF before FOLLOWS_FROM. */
function parentOf({ references, traceId }: Shown): JaegerReference | undefined {
  const own = references.filter(({ traceID }) => traceID === traceId)
  return own.find(({ refType }) => refType === 'CHILD_OF') ?? own[0]
}

/** Zipkin's clients give both sides of a call one id: the server's becomes another. */
function separateSharedIds(spans: Shown[]): void {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const ofClients = new Set(spans.filter(isKind('client')).map(({ spanId }) => spanId))
  const renamed = new Map<string, string>()
  let last = 0n
  for (const span of spans.filter(isKind('server'))) {
    if (!ofClients.has(span.spanId)) continue
    do last += 1n
    while (ids.has(hex(last)))
    const shared = span.spanId
    renamed.set(shared, hex(last))
    replaceParent(span, shared)
    span.spanId = hex(last)
  }
  if (renamed.size === 0) return
  for (const span of spans) {
    const id = renamed.get(parentOf(span)?.spanID ?? '')
    if (id !== undefined && id !== span.spanId) replaceParent(span, id)
  }
}

function replaceParent(span: Shown, spanID: string): void {
  const parent = parentOf(span)
  if (parent) parent.spanID = spanID
  else span.references.unshift({ refType: 'CHILD_OF', traceID: span.traceId, spanID })
}

function isKind(kind: string): (span: Shown) => boolean {
  return ({ tags }) => tags.find(({ key }) => key === 'span.kind')?.value === kind
}

function hex(id: bigint): string {
  return id.toString(16).padStart(16, '0')
}

const skipping = 'skipping clock skew adjustment'

function correctClocks(spans: Shown[], most: bigint): void {
  const clocked = spans.map(toClocked)
  for (const [index, { delta, flaw }] of clockSkews(clocked, most).entries()) {
    const span = spans[index] as Shown
    if (flaw === 'duplicate') span.warnings.push(`duplicate span IDs; ${skipping}`)
    if (flaw === 'orphan') {
      const id = clocked[index]?.parentSpanId
      span.warnings.push(`invalid parent span IDs=${id}; ${skipping}`)
    }
    if (delta !== 0n) move(span, delta, most)
  }
}

function move(span: Shown, delta: bigint, most: bigint): void {
  if (most === 0n) {
    const not = `not applying calculated delta of ${goDuration(delta)}`
    span.warnings.push(`clock skew adjustment disabled; ${not}`)
  } else if (delta > most || delta < -most) {
    const not = `not applying calculated delta of ${goDuration(delta)}`
    const max = `max clock skew adjustment delta of ${goDuration(most)} exceeded`
    span.warnings.push(`${max}; ${not}`)
  } else {
    span.shift = delta
    span.warnings.push(`This span's timestamps were adjusted by ${goDuration(delta)}`)
  }
}

function toClocked(span: Shown): Clocked {
  const { spanId, start, duration, processTags } = span
  const parent = parentOf(span)?.spanID
  const parentSpanId = parent === '0000000000000000' ? undefined : parent
  return { spanId, parentSpanId, start, duration, host: hostOf(processTags) }
}

/** Old clients of Jaeger give their address as text, or packed into a number. */
function hostOf(tags: JaegerTag[]): string {
  const tag = tags.find(({ key }) => key === 'ip')
  return tag?.type === 'string' || tag?.type === 'int64' ? String(readableAddress(tag).value) : ''
}

/** An IPv4 address that was packed into a number. */
function readableAddress(tag: JaegerTag): JaegerTag {
  const { key, type, value } = tag
  if ((key !== 'ip' && key !== 'peer.ipv4') || (type !== 'int64' && type !== 'float64')) return tag
  const packed = Number(BigInt.asUintN(32, BigInt(Math.trunc(Number(value)))))
  const parts = [24, 16, 8, 0].map((shift) => (packed >>> shift) & 0xff)
  return { key, type: 'string', value: parts.join('.') }
}

const ofLibrary = /^telemetry\.(sdk\.(language|name|version)|distro\.(name|version))$/

/** What tells of the SDK belongs to the process, where some exporters do not write it. */
function moveLibraryTags(span: Shown): void {
  const moved = span.tags.filter(({ key }) => ofLibrary.test(key))
  if (moved.length === 0) return
  span.tags = span.tags.filter((tag) => !moved.includes(tag))
  span.processTags = [...span.processTags, ...moved].sort((a, b) => (a.key < b.key ? -1 : 1))
}

const unnamed = /^0+$/

function removeEmptyReferences(span: Shown): void {
  for (const { traceID, spanID, refType } of span.references) {
    if (!unnamed.test(traceID)) continue
    const rest = 'XXX_NoUnkeyedLiteral:{} XXX_unrecognized:[] XXX_sizecache:0'
    const shown = `{TraceID:${traceID} SpanID:${spanID} RefType:${refType} ${rest}}`
    span.warnings.push(`Invalid span reference removed ${shown}`)
  }
  span.references = span.references.filter(({ traceID }) => !unnamed.test(traceID))
}

function putParentFirst(span: Shown): void {
  const at = span.references.indexOf(parentOf(span) as JaegerReference)
  const [first] = span.references
  if (at <= 0 || !first) return
  span.references[0] = span.references[at] as JaegerReference
  span.references[at] = first
}
