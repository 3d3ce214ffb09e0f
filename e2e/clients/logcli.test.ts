import { randomBytes } from 'node:crypto'
import { until } from '@onetrace/processes'
import { beforeAll, describe, expect, test } from 'vitest'
import { pushStream } from './support/push.ts'
import { isMissing, runTool } from './support/run-tool.ts'
import { target } from './support/target.ts'
import { startTool } from './support/tool-process.ts'

const run = `l${randomBytes(8).toString('hex')}`
const all = `{run="${run}"}`

/** What it prints, in lines. */
async function logcli(...args: string[]): Promise<string[]> {
  const printed = await runTool('logcli', '--quiet', `--addr=${target.loki}`, ...args)
  return printed.split('\n').map((line) => line.trimEnd())
}

function jsonLines(printed: string[]): { labels: Record<string, string>; line: string }[] {
  return printed.filter(Boolean).map((line) => JSON.parse(line))
}

describe.skipIf(isMissing('logcli'))('logcli', () => {
  beforeAll(async () => {
    await pushStream({ run, service: 'orders' }, [
      { ago: 30, line: 'placed took=5ms', metadata: { trace_id: 't1' } },
      { ago: 10, line: 'placed took=2s', metadata: { trace_id: 't2' } },
    ])
    await pushStream({ run, service: 'users' }, [
      { ago: 20, line: '{"a":1,"b":{"c":"x"}}', metadata: { trace_id: 't1' } },
    ])
  })

  test('query gives lines with their labels, the newest first', async () => {
    const found = jsonLines(await logcli('query', all, '--output=jsonl'))

    expect(found.map(({ labels, line }) => [labels.service, labels.trace_id, line])).toEqual([
      ['orders', 't2', 'placed took=2s'],
      ['users', 't1', '{"a":1,"b":{"c":"x"}}'],
      ['orders', 't1', 'placed took=5ms'],
    ])
  })

  test('query finds the lines of a trace, forward and with a limit', async () => {
    const query = `{service=~".+", run="${run}"} | trace_id="t1"`
    const raw = (...more: string[]) => logcli('query', query, '--output=raw', ...more)

    expect(await raw()).toEqual(['{"a":1,"b":{"c":"x"}}', 'placed took=5ms', ''])
    expect(await raw('--forward', '--limit=1')).toEqual(['placed took=5ms', ''])
  })

  test('labels, their values and series are listed', async () => {
    const series = await logcli('series', all)

    expect(await logcli('labels')).toEqual(
      expect.arrayContaining(['run', 'service', 'service_name']),
    )
    expect(await logcli('labels', 'run')).toContain(run)
    expect(series.filter(Boolean).sort()).toEqual([
      `{run="${run}", service="orders", service_name="orders"}`,
      `{run="${run}", service="users", service_name="users"}`,
    ])
  })

  test('instant-query and query over a range give numbers', async () => {
    const count = `sum by (service) (count_over_time(${all}[5m]))`
    const vector = JSON.parse((await logcli('instant-query', count)).join(''))
    const matrix = JSON.parse((await logcli('query', count, '--step=1s', '--since=1m')).join(''))

    expect(vector).toMatchObject([
      { metric: { service: 'orders' }, value: [expect.any(Number), '2'] },
      { metric: { service: 'users' }, value: [expect.any(Number), '1'] },
    ])
    const ranges: { metric: { service: string }; values: unknown[] }[] = matrix
    expect(ranges.map(({ metric }) => metric.service).sort()).toEqual(['orders', 'users'])
  })

  test('volume is by the labels of the query, detected-fields of metadata, JSON and logfmt', async () => {
    const [volume] = JSON.parse((await logcli('volume', all)).join(''))
    const fields = await logcli('detected-fields', all)

    expect(volume).toMatchObject({ metric: { run } })
    expect(Number(volume.value[1])).toBeGreaterThan(0)
    expect(fields.filter(Boolean).map((line) => line.replaceAll(/\t+/g, ' '))).toEqual([
      'label: a type: int cardinality: 1',
      'label: b_c type: string cardinality: 1',
      'label: detected_level type: string cardinality: 1',
      'label: took type: duration cardinality: 2',
      'label: trace_id type: string cardinality: 2',
    ])
    expect(await logcli('detected-fields', all, 'b_c')).toEqual(['x', ''])
  })

  test('a query that is none ends with the reason', async () => {
    await expect(logcli('query', '{run=')).rejects.toThrow(
      /parse error at line 1, col 6: syntax error/,
    )
  })

  test('query --tail prints lines as they come, and only those that match', async () => {
    const query = `{run="${run}-tail"} |= "x" | drop detected_level`
    const args = ['--quiet', `--addr=${target.loki}`, 'query', query, '--tail', '--output=jsonl']
    await pushStream({ run: `${run}-tail` }, [{ ago: 5, line: 'before x' }])

    await using tail = startTool('logcli', args)
    const seen = () => jsonLines(tail.lines).map(({ line }) => line)
    const expectSeen = (wanted: string[]) =>
      until(async () => expect(seen()).toEqual(wanted), {
        what: 'tailed lines',
        deadlineMs: 120_000,
      })
    await expectSeen(['before x'])
    await pushStream({ run: `${run}-tail` }, [
      { ago: 2, line: 'one x', metadata: { trace_id: 't1' } },
      { ago: 1, line: 'not this' },
    ])
    await expectSeen(['before x', 'one x'])
    await pushStream({ run: `${run}-tail` }, [{ ago: 0, line: 'two x' }])
    await expectSeen(['before x', 'one x', 'two x'])

    expect(jsonLines(tail.lines)[1]?.labels).toMatchObject({ run: `${run}-tail`, trace_id: 't1' })
  })
})
