import { readFileSync } from 'node:fs'
import {
  compareSpanTree,
  parseSpanTree,
  printSpanTree,
  printTrace,
  SpanTreeSyntaxError,
} from '@onetrace/span-tree'
import { OtlpDecodeError, readOtlpJson, type Trace, toTraces } from '@onetrace/spans'
import { JaegerError, readJaegerTraces, readJaegerV3 } from '@onetrace/spans/jaeger'
import { decodeOtlpTraces } from '@onetrace/spans/otlp'
import { readTraces, TraceFileError } from '@onetrace/spans/trace-file'
import { diagnose, printFinding } from '@onetrace/trace-doctor'
import { LogFileError, readLogLines } from '../src/logs/log-file.ts'

export interface Target {
  name: string
  valid: Uint8Array[]
  /** Every valid input is one JSON document, so that it can be changed as such. */
  json: boolean
  /** What the format is made of. */
  words: string[]
  /** Anything else that is thrown is a find. */
  errors: (new (
    ...args: never[]
  ) => Error)[]
  run(input: Uint8Array): void
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../spans/src/fixtures/${name}`, import.meta.url))
const doctorFixture = (name: string) =>
  readFileSync(new URL(`../src/fixtures/${name}`, import.meta.url))
const otlpJson = [fixture('orders.otlp.json'), fixture('specification.otlp.json')]
const jaegerJson = [fixture('jaeger-download.json'), fixture('jaeger-2.13.json')]
const jaegerV3Json = [fixture('jaeger-2.13-v3.json')]
const jsonWords = [
  ...['{', '}', '[', ']', ',', ':', '"', 'null', 'true', '0', '-1', '1e999', '""', '{}', '[]'],
  ...['"__proto__"', '"constructor"', '"toString"', '9223372036854775807', '\\ud800', '\\u0000'],
]
const otlpWords = ['"spans"', '"traceId"', '"intValue"', '"arrayValue"', '"kvlistValue"', '"links"']
const jaegerWords = ['"spans"', '"traceID"', '"references"', '"FOLLOWS_FROM"', '"p1"', '"int64"']
const contractWords = [
  ...['  ', '\n', ': ', '[server]', '{', '}', '=', '~', '/', '\\', '<uuid>', 'x2', 'x1..3', ' ?'],
  ...['!error', '...', 'in order', '# ', '~ ', '"', ' x999999999', '(a+)+$', '{k~/(a*)*b/}', '\t'],
]

const [order] = readTraces(doctorFixture('place-order.otlp.jsonl').toString())
if (!order) throw new Error('expected a recorded trace, got none')

export const targets: Target[] = [
  {
    name: 'contract text',
    json: false,
    valid: [doctorFixture('place-order.tree'), Buffer.from(manyWays())],
    words: contractWords,
    errors: [SpanTreeSyntaxError],
    run(input) {
      const contract = parseSpanTree(Buffer.from(input).toString())
      parseSpanTree(printSpanTree(contract))
      compareSpanTree(contract, order)
    },
  },
  {
    name: 'Jaeger JSON',
    json: true,
    valid: jaegerJson,
    words: [...jsonWords, ...jaegerWords],
    errors: [JaegerError, SyntaxError],
    run: (input) => readJaegerTraces(parse(input)).forEach(useTrace),
  },
  {
    name: 'Jaeger v3 JSON',
    json: true,
    valid: jaegerV3Json,
    words: [...jsonWords, ...otlpWords],
    errors: [JaegerError, SyntaxError],
    run: (input) => readJaegerV3(parse(input)).forEach(useTrace),
  },
  {
    name: 'OTLP JSON',
    json: true,
    valid: otlpJson,
    words: [...jsonWords, ...otlpWords],
    errors: [OtlpDecodeError, SyntaxError],
    run: (input) => toTraces(readOtlpJson(parse(input))).forEach(useTrace),
  },
  {
    name: 'OTLP protobuf',
    json: false,
    valid: [fixture('orders.otlp.bin'), fixture('python-shop.otlp.bin')],
    words: ['\n', '\u0012', '\u001a', '\u0000', '\u007f', 'shop', '*'],
    errors: [OtlpDecodeError],
    run(body) {
      toTraces(decodeOtlpTraces({ body, contentType: 'application/x-protobuf' })).forEach(useTrace)
    },
  },
  {
    name: 'trace file',
    json: true,
    valid: [...otlpJson, ...jaegerJson],
    words: [...jsonWords, ...otlpWords, ...jaegerWords, '\n'],
    errors: [TraceFileError],
    run: (input) => readTraces(Buffer.from(input).toString()).forEach(useTrace),
  },
  {
    name: 'log lines',
    json: false,
    valid: [doctorFixture('place-order.log.jsonl'), doctorFixture('users-down.log.jsonl')],
    words: [...jsonWords, '"trace_id"', '"time"', '"level"', '"msg"', '\n'],
    errors: [LogFileError],
    run(input) {
      const logs = readLogLines(Buffer.from(input).toString())
      for (const finding of diagnose({ trace: order, logs })) printFinding(finding)
    },
  },
]

function parse(input: Uint8Array): unknown {
  return JSON.parse(Buffer.from(input).toString())
}

/** Whatever was read has to be good enough to print, read back, compare and diagnose. */
function useTrace(trace: Trace): void {
  for (const finding of diagnose({ trace, allowedBaggage: [] })) printFinding(finding)
  const { findings } = compareSpanTree(parseSpanTree(printTrace(trace)), trace)
  printTrace(trace, { comments: true })
  if (findings.length > 0) throw new Error('expected a trace to satisfy its own print')
}

function manyWays(): string {
  return `gateway: POST /orders [server] {a=1, b~/^x[yz]+/i, !c, d=<int>, "e f"} x1..3 !error # why
  in order
  orders: "a [b]" ?
    ...
  ~ orders: process
`
}
