import type { Span } from '@opentelemetry/api'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { assertSpanInternals } from './assert-span-internals.ts'
import { register, runNode } from './test-process.ts'

/** A provider as another version of the SDK might be: it does `change` to each span it starts. */
function providerWith(change: (span: Span) => void): TracerProvider {
  return new (class extends TracerProvider {
    override getTracer(name: string) {
      const tracer = super.getTracer(name)
      const startSpan: typeof tracer.startSpan = (...args) => {
        const span = tracer.startSpan(...args)
        change(span)
        return span
      }
      return Object.assign(Object.create(tracer), { startSpan })
    }
  })()
}

const without = (property: string) => (span: Span) =>
  void Object.defineProperty(span, property, { value: undefined, writable: true })

const expected = (what: string) =>
  `expected spans of the OpenTelemetry SDK to have ${what}: their times or flags would be wrong. ` +
  'Is it the version that the package.json of @onetrace/telemetry names?'

test('spans of the SDK in use have what is read of them', () => {
  expect(() => assertSpanInternals(new TracerProvider())).not.toThrow()
})

test.each([
  ['_performanceStartTime, a number', without('_performanceStartTime')],
  ['_startTimeProvided, true only when it was', without('_startTimeProvided')],
  ['a duration when they have ended', without('duration')],
  ['a duration when they have ended', without('ended')],
  [
    'trace flags that can be set',
    (span: Span) => {
      const context = span.spanContext()
      span.spanContext = () => ({ ...context })
    },
  ],
  [
    'an end that follows a start that was moved',
    (span: Span) => void Object.defineProperty(span, 'endTime', { get: () => [2, 0], set() {} }),
  ],
])('spans without %s are named', (what, change) => {
  expect(() => assertSpanInternals(providerWith(change))).toThrow(what)
})

test('a process whose SDK has other spans ends when it starts, with one line', async () => {
  const { exitCode, stdout, stderr } = await runNode({
    code: `
      import { TracerProvider } from '@opentelemetry/sdk-trace'
      const span = new TracerProvider().getTracer('probe').startSpan('probe')
      Object.defineProperty(Object.getPrototypeOf(span), 'duration', { get() {} })
      await import('${register}')
      console.log('started')`,
    env: { OTEL_TRACES_EXPORTER: 'none' },
    imports: [],
  })

  expect(exitCode).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(`telemetry: ${expected('a duration when they have ended')}\n`)
})
