import { randomBytes } from 'node:crypto'
import { target } from './target.ts'

/** The lines for the queries of the table, by a short name. */
export const lines: Record<string, { at: number; stream: string; line: string; trace?: string }> = {
  placed: {
    at: 0,
    stream: 'orders',
    trace: 't1',
    line: '{"level":"info","msg":"order placed","orderId":"o-1","quantity":2,"price":12.50,"took":"150ms","size":"2KB","user":{"name":"ada","id":7},"tags":["a","b"],"ok":true,"none":null,"empty":"","big":12345678901234567890,"a.b-c":"dots"}',
  },
  bulk: {
    at: 10,
    stream: 'orders',
    trace: 't2',
    line: '{"level":"info","msg":"order placed","orderId":"o-2","quantity":10,"price":1e3,"took":"1.2s","size":"3MB","user":{"name":"bob \\"b\\"","id":8}}',
  },
  refused: {
    at: 20,
    stream: 'orders',
    trace: 't3',
    line: '{"level":"warn","msg":"refused","quantity":0,"took":"5ms","size":"10B","service":"inner"}',
  },
  broken: { at: 30, stream: 'orders', trace: 't1', line: 'broken {json' },
  lost: {
    at: 5,
    stream: 'users',
    trace: 't1',
    line: 'level=error msg="user not found" user=7 took=20ms bytes=512 path="/users/7?x=1"',
  },
  pool: {
    at: 15,
    stream: 'users',
    line: 'level=error msg="pool \\"main\\" exhausted" took=2s bytes=1.5MB flag retry= a.b=c',
  },
  words: { at: 25, stream: 'users', line: 'nothing to parse' },
  get: { at: 2, stream: 'gateway', line: 'GET /orders 200 12ms' },
  failed: { at: 12, stream: 'gateway', line: 'GET /orders 500 900ms' },
  post: { at: 22, stream: 'gateway', line: 'POST /orders 201 30ms grüße €' },
}

/** Lines that are hard for parsers. */
export const oddLines = [
  '[1,2]',
  '"text"',
  '123',
  'true',
  '{"a":1,"b":',
  '{"a":{"b":null,"c":[1],"d":{}}," sp ":"y","1st":"z","a_b":"flat","ü":1}',
  '{"a":"\\u00fc\\n","b":"tab\\t"}',
  ' {"pad":1} ',
  'a=1 a=2 =x b="open c=3',
  'k==v "quoted key"=1 y=2',
  'a=1,b=2 c=“smart” d=\'e f\' g="" h',
]

const streams: Record<string, Record<string, string>> = {
  orders: { service: 'orders', level: 'info' },
  users: { service: 'users', level: 'error' },
  gateway: { service: 'gateway' },
}

export interface Pushed {
  /** The value of the label `run`, which no other run has. */
  run: string
  /** The time of the first line, in Unix seconds. */
  start: number
}

export async function pushLines(): Promise<Pushed> {
  const run = `r${randomBytes(8).toString('hex')}`
  const start = Math.floor(Date.now() / 60_000) * 60 - 120
  const ordinary = Object.entries(streams).map(([name, labels]) => ({
    stream: { run, ...labels },
    values: Object.values(lines)
      .filter(({ stream }) => stream === name)
      .map(({ at, line, trace }) => [
        `${start + at}000000000`,
        line,
        ...(trace ? [{ trace_id: trace, span_id: `s${at}` }] : []),
      ]),
  }))
  const odd = {
    stream: { run: `${run}-odd` },
    values: oddLines.map((line, at) => [`${start + at}000000000`, line]),
  }
  const response = await fetch(`${target.loki}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [...ordinary, odd] }),
  })
  if (response.status !== 204) throw new Error(`push: ${response.status} ${await response.text()}`)
  return { run, start }
}
