import { expect, test } from 'vitest'
import { lossesIn, metricsNote } from './losses.ts'

const none = {
  tracesEvicted: 0,
  spansLate: 0,
  exportsRefused: 0,
  packetsRefused: 0,
  logLinesEvicted: 0,
  logLinesRefused: 0,
  logLinesCut: 0,
  remotePollsFailed: 0,
}

test('where nothing was lost nothing is said', () => {
  expect(lossesIn(none, 'traces')).toBeUndefined()
})

test('who pushes metrics is told how to stop', () => {
  expect(metricsNote([])).toBeUndefined()
  expect(metricsNote(['shop'])).toBe(
    'Metrics are scraped here, not pushed: those that shop pushes are not kept. OTEL_METRICS_EXPORTER=none stops the sending.',
  )
  expect(metricsNote(['shop', 'till'])).toContain('those that shop, till push')
})

test('each place says what is missed there', () => {
  const counters = {
    ...none,
    tracesEvicted: 1200,
    spansLate: 1,
    logLinesRefused: 1,
    logLinesCut: 2,
  }

  expect(lossesIn(counters, 'traces')).toBe(
    'Since this backend started 1,200 older traces made room for newer ones, 1 span came after the trace had left.',
  )
  expect(lossesIn(counters, 'logs')).toBe(
    'Since this backend started 1 line was refused by a limit, 2 lines were too long and cut.',
  )
})
