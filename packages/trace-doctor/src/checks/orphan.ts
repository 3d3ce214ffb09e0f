import type { Span } from '@onetrace/spans'
import { hasRemoteParent } from '../examined.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { type Advice, count, listed, placesOf } from '../words.ts'

/** Spans whose parent never arrived; those of one parent are one finding. */
export function checkOrphans(subject: Subject): Finding[] {
  const orphans = subject.roots.filter((node) => node.flaw === 'orphan')
  const cut = new Set([
    ...subject.openCalls.flatMap((call) => (call.fate === 'rewritten' ? call.server.node : [])),
    ...subject.cuts.flatMap((killed) => killed.orphans),
  ])
  const unexplained = orphans.filter((node) => !cut.has(node))
  const byParent = Map.groupBy(unexplained, (node) => node.span.parentSpanId ?? '')
  return [...byParent].map(([parentId, nodes]): Finding => {
    const spans = nodes.map(({ span }) => span)
    const isRemote = nodes.every((node) => hasRemoteParent(node, subject))
    // Nothing else is above the trace: it was begun by a caller whose spans go elsewhere.
    const isEntry = isRemote && subject.roots.length === nodes.length
    return {
      check: 'orphan',
      severity: isEntry ? 'note' : 'error',
      what: `${count(spans.length, 'span')} below parent ${parentId}, which is not in the trace`,
      where: placesOf(spans),
      ...(isEntry ? fromOutside(spans) : lostParent(subject, spans, isRemote)),
    }
  })
}

function fromOutside(spans: Span[]): Advice {
  const services = listed(spans.map(({ service }) => service))
  return {
    cause: `the caller of ${services} sent a traceparent and exports its own spans elsewhere or not at all`,
    cure: `export the caller's spans to the same place, or let ${services} begin traces of its own`,
  }
}

function lostParent(subject: Subject, spans: Span[], isRemote: boolean): Advice {
  const writers = isRemote ? silentServices(subject) : []
  if (writers.length > 0) {
    const names = listed(writers)
    return {
      cause: `${names} wrote log lines in this trace and sent no span: its exporter is off or fails`,
      cure: `look at OTEL_TRACES_EXPORTER and OTEL_EXPORTER_OTLP_ENDPOINT of ${names}`,
    }
  }
  const services = listed(spans.map(({ service }) => service))
  return isRemote
    ? {
        cause: `the service that called ${services} passes contexts on and sends no spans`,
        cure: 'look at its exporter (OTEL_TRACES_EXPORTER, endpoint, dropped spans) and its sampler',
      }
    : {
        cause: `${services} dropped the parent (full queue, killed before its flush) or never ended it`,
        cure: `end every span, flush at exit, and look for dropped spans of ${services}`,
      }
}

function silentServices({ logs, nodes, trace }: Subject): string[] {
  const present = new Set(nodes.map(({ span }) => span.service))
  const own = logs.filter(({ traceId, ofDatabase }) => traceId === trace.traceId && !ofDatabase)
  return [...new Set(own.map(({ service }) => service))].filter((name) => !present.has(name))
}
