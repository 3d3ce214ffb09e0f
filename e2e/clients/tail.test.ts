import { randomBytes } from 'node:crypto'
import { until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { pushStream } from './support/push.ts'
import { target } from './support/target.ts'

interface Message {
  streams: { stream: Record<string, string>; values: string[][] }[]
  dropped_entries?: unknown
}

function tail(query: string) {
  const url = `${target.loki.replace('http', 'ws')}/loki/api/v1/tail?${new URLSearchParams({ query })}`
  const client = new WebSocket(url)
  const messages: Message[] = []
  client.on('message', (data) => messages.push(JSON.parse(String(data))))
  const opened = new Promise<void>((open, failed) => {
    client.once('open', () => open())
    client.once('error', failed)
  })
  return { client, messages, opened }
}

test('tail over WebSocket: lines with labels and nanoseconds, metadata among the labels', async () => {
  const app = `t${randomBytes(8).toString('hex')}`
  const { client, messages, opened } = tail(`{app="${app}"} |= "hel"`)
  await opened

  await pushStream({ app }, [{ ago: 0, line: 'hello', metadata: { trace_id: 't1' } }])
  const [message] = await until(
    async () => {
      expect(messages).not.toEqual([])
      return messages
    },
    { what: 'a message', deadlineMs: 120_000 },
  )
  client.close()

  expect(message?.streams).toEqual([
    {
      stream: { app, service_name: app, detected_level: 'unknown', trace_id: 't1' },
      values: [[expect.stringMatching(/^\d{19}$/), 'hello']],
    },
  ])
})

test('tail of a query that is none is refused before the connection changes', async () => {
  await expect(tail('{app=').opened).rejects.toThrow('Unexpected server response: 400')
})
