import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { decodeText } from './decode-text.ts'
import { JaegerError } from './jaeger/jaeger-error.ts'
import { readJaegerTraces, readJaegerV3 } from './jaeger/read.ts'
import { parseJson } from './json.ts'
import type { Span, Trace } from './model.ts'
import { OtlpDecodeError } from './otlp/otlp-error.ts'
import { readOtlpJson } from './otlp/read-json.ts'
import { escapeUnprintable } from './printable.ts'
import { isRecord } from './shape.ts'
import { toTraces } from './traces.ts'

/** A file that cannot be read as traces; the message names it and says what was expected. */
export class TraceFileError extends Error {
  override name = 'TraceFileError'
}

/**
 * All traces of a file, whichever of these it is: Jaeger JSON as its page downloads it or its API
 * answers it, OTLP JSON as one document, or as one request a line (the Collector's file exporter).
 */
export async function readTraceFile(file: string | URL): Promise<Trace[]> {
  const path = file instanceof URL ? fileURLToPath(file) : file
  return readTraces(await readText(path), path)
}

/** The same from its text; `from` is what errors call it. */
export function readTraces(text: string, from = 'the text'): Trace[] {
  try {
    const traces = toTraces(documentsOf(text).flatMap(spansOf))
    if (traces.length > 0) return traces
  } catch (cause) {
    throw explain(cause, from)
  }
  throw new TraceFileError(`${from}: expected at least one span, got none`)
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readFile(path))
  } catch (cause) {
    throw new TraceFileError(`cannot read a trace from ${path}: ${reasonOf(cause)}`, { cause })
  }
}

/** The JSON of the text, or of each of its lines. */
function documentsOf(text: string): unknown[] {
  const content = text.replace(/^\uFEFF/, '').trim()
  try {
    return [parseJson(content)]
  } catch (cause) {
    const lines = content.split('\n')
    if (lines.length > 1 && isJson(lines[0])) return lines.flatMap(parseLine)
    throw new TraceFileError(`expected JSON, got none: ${reasonOf(cause)}`, { cause })
  }
}

function isJson(text = ''): boolean {
  try {
    return isRecord(JSON.parse(text))
  } catch {
    return false
  }
}

function parseLine(line: string, index: number): unknown[] {
  if (line.trim() === '') return []
  try {
    return [parseJson(line)]
  } catch (cause) {
    throw new TraceFileError(`line ${index + 1}: expected JSON: ${reasonOf(cause)}`, { cause })
  }
}

function spansOf(json: unknown): Span[] {
  if (Array.isArray(json) && !json.some(isOtlp)) return join(readJaegerTraces(json))
  if (Array.isArray(json)) return json.flatMap(spansOf)
  if (isOtlp(json)) return readOtlpJson(json)
  if (isRecord(json) && 'result' in json) return join(readJaegerV3(json))
  if (isRecord(json) && ('data' in json || 'spans' in json)) return join(readJaegerTraces(json))
  // The Collector writes its other signals in the same way, and into the same file if told so.
  if (isRecord(json) && ('resourceLogs' in json || 'resourceMetrics' in json)) return []
  const wanted = 'Jaeger JSON ({"data": [...]}) or OTLP JSON ({"resourceSpans": [...]})'
  const keys = isRecord(json) ? Object.keys(json).slice(0, 5).join(', ') || 'nothing' : typeof json
  throw new TraceFileError(
    `expected ${wanted}, got ${isRecord(json) ? 'an object with ' : ''}${keys}`,
  )
}

function isOtlp(json: unknown): boolean {
  return isRecord(json) && 'resourceSpans' in json
}

function join(traces: Trace[]): Span[] {
  return traces.flatMap(({ spans }) => spans)
}

function explain(cause: unknown, from: string): unknown {
  const known =
    cause instanceof TraceFileError ||
    cause instanceof JaegerError ||
    cause instanceof OtlpDecodeError
  return known ? new TraceFileError(`${from}: ${cause.message}`, { cause }) : cause
}

/** V8 quotes the text it could not read, and that may be anything. */
function reasonOf(error: unknown): string {
  return escapeUnprintable(error instanceof Error ? error.message : String(error))
}
