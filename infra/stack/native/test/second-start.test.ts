import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { startTestStack, type TestStack } from './test-stack.ts'

async function messagesIn({ urls }: TestStack): Promise<string[]> {
  const params = new URLSearchParams({ query: '{service_name="orders"}', limit: '1000' })
  const response = await fetch(`${urls.loki}/loki/api/v1/query_range?${params}`)
  const { data } = (await response.json()) as { data: { result: { values: string[][] }[] } }
  const lines = data.result.flatMap(({ values }) => values.map(([, line = '']) => line))
  return lines.map((line) => JSON.parse(line).msg).sort()
}

test('a second start in the same folder has the lines of the first, and sends none twice', () =>
  withFolder(async (dir) => {
    const write = (msg: string) => {
      const line = { time: new Date().toISOString(), level: 'info', service: 'orders', msg }
      mkdirSync(join(dir, 'logs'), { recursive: true })
      appendFileSync(join(dir, 'logs', 'orders.log'), `${JSON.stringify(line)}\n`)
    }
    const first = await startTestStack(dir)
    write('a')
    write('b')
    await first.quiesce()
    await first.stop()
    write('c while nothing followed')

    const second = await startTestStack(dir)
    try {
      write('d')
      await second.quiesce()

      expect(await messagesIn(second)).toEqual(['a', 'b', 'c while nothing followed', 'd'])
    } finally {
      await second.stop()
    }
  }))
