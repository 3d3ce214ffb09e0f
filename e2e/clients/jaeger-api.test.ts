import { beforeAll, expect, test } from 'vitest'
import { expectedOf, isRecording, readTable, writeTable } from './support/answer-table.ts'
import { answerTo, type JaegerCase, type ShownAnswer } from './support/jaeger-answer.ts'
import { type JaegerSample, sendSamples } from './support/jaeger-sample.ts'
import { target } from './support/target.ts'

// Requests of Jaeger's page, of Grafana and of people, with the answers of Jaeger 2.13.
const table = readTable<JaegerCase, ShownAnswer>('jaeger')
const recording = isRecording(target.jaegerIs)

let sample: JaegerSample
beforeAll(async () => {
  sample = await sendSamples()
})

test.runIf(recording)('answers are recorded', async () => {
  for (const row of table) row.answer = await answerTo(row.case, sample)
  writeTable('jaeger', table)
})

test.skipIf(recording).each(table)('$case.ask', async (row) => {
  expect(await answerTo(row.case, sample)).toEqual(expectedOf(row, target.jaegerIs))
})
