import { beforeAll, expect, test } from 'vitest'
import { expectedOf, isRecording, readTable, writeTable } from './support/answer-table.ts'
import { answerTo, type LogqlAnswer, type LogqlCase } from './support/logql-answer.ts'
import { type Pushed, pushLines } from './support/logql-lines.ts'
import { target } from './support/target.ts'

// Queries over the lines of logql-lines.ts, with the answers of Loki 3.6.7.
const table = readTable<LogqlCase, LogqlAnswer>('logql')
const recording = isRecording(target.lokiIs)

let pushed: Pushed
beforeAll(async () => {
  pushed = await pushLines()
})

test.runIf(recording)('answers are recorded', async () => {
  for (const row of table) row.answer = await answerTo(row.case, pushed)
  writeTable('logql', table)
})

test.skipIf(recording).each(table)('$case.query', async (row) => {
  expect(await answerTo(row.case, pushed)).toEqual(expectedOf(row, target.lokiIs))
})
