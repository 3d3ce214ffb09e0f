import { expect, test } from 'vitest'
import { type Progress, progressOf, untilSettled } from './promtail-progress.ts'

const file = '/logs/orders.log'

/** Gives one answer after the other, and the last one again and again. */
function answers(...list: Partial<Progress>[]) {
  let asked = 0
  const progress = async (): Promise<Progress> => {
    const answer = list[Math.min(asked, list.length - 1)]
    asked += 1
    return { read: new Map(), sent: 0, dropped: 0, ...answer }
  }
  return { progress, asked: () => asked }
}

const countLines = () => new Map([[file, 2]])
const read = (lines: number) => new Map([[file, lines]])

test('it is settled when every line is read and as many are sent', async () => {
  const { progress, asked } = answers({ read: read(2), sent: 2 })

  await untilSettled({ countLines, progress })

  expect(asked()).toBe(2)
})

test('lines that are read and not yet sent are waited for', async () => {
  const { progress, asked } = answers(
    { read: read(2), sent: 1 },
    { read: read(2), sent: 2 },
    { read: read(2), sent: 2 },
  )

  await untilSettled({ countLines, progress })

  expect(asked()).toBe(4)
})

test('a line read between the two looks is waited for, although as many were sent as before', async () => {
  const { progress, asked } = answers(
    { read: read(2), sent: 2 },
    { read: read(3), sent: 2 },
    { read: read(3), sent: 3 },
  )

  await untilSettled({ countLines, progress })

  expect(asked()).toBe(4)
})

test('a file that Promtail has not found yet is named at the deadline', async () => {
  const { progress } = answers({ sent: 0 })

  const settled = untilSettled({ countLines, progress, deadlineMs: 30 })

  await expect(settled).rejects.toThrow(`it has read 0 of 2 lines of ${file}`)
})

test('lines that Loki refused are an error, not a wait', async () => {
  const { progress } = answers({ read: read(2), sent: 1, dropped: 1 })

  const settled = untilSettled({ countLines, progress })

  await expect(settled).rejects.toThrow('Promtail dropped 1 lines')
})

test("it is read from Promtail's metrics, whatever their labels", () => {
  const text = `# HELP promtail_read_lines_total Number of lines read.
# TYPE promtail_read_lines_total counter
promtail_read_lines_total{path="/logs/orders.log"} 12
promtail_read_lines_total{path="/logs/a \\"b\\".log"} 1
promtail_sent_entries_total{host="127.0.0.1:3100"} 13
promtail_dropped_entries_total{host="127.0.0.1:3100",reason="ingester_error",tenant=""} 0
promtail_dropped_entries_total{host="127.0.0.1:3100",reason="line_too_long",tenant=""} 2
promtail_sent_bytes_total{host="127.0.0.1:3100"} 1.5e+06
`

  expect(progressOf(text)).toEqual({
    read: new Map([
      ['/logs/orders.log', 12],
      ['/logs/a "b".log', 1],
    ]),
    sent: 13,
    dropped: 2,
  })
})
