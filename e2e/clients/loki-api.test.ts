import { beforeAll, expect, test } from 'vitest'
import { expectedOf, isRecording, readTable, writeTable } from './support/answer-table.ts'
import { type Pushed, pushLines } from './support/logql-lines.ts'
import { answerTo, type LokiAnswer, type LokiCase } from './support/loki-answer.ts'
import { target } from './support/target.ts'

// Requests of Grafana, of its Logs Drilldown and of people with curl, with the answers of Loki
// 3.6.7.
const table = readTable<LokiCase, LokiAnswer>('loki')
const recording = isRecording(target.lokiIs)

let pushed: Pushed
beforeAll(async () => {
  pushed = await pushLines()
})

test.runIf(recording)('answers are recorded', async () => {
  for (const row of table) row.answer = await answerTo(row.case, pushed)
  writeTable('loki', table)
})

test.skipIf(recording).each(table)('$case.ask', async (row) => {
  expect(await answerTo(row.case, pushed)).toEqual(expectedOf(row, target.lokiIs))
})
