import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, open, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCounters } from '../counters.ts'
import { LogStore } from '../store/log-store.ts'
import { withFolder } from '../testing/with-folder.ts'
import { followLogs } from './log-follower.ts'

async function follow(
  run: (parts: {
    dir: string
    file: (name: string) => string
    texts: () => string[]
    store: LogStore
    counters: ReturnType<typeof createCounters>
    catchUp: () => Promise<void>
  }) => Promise<void>,
  subfolder = '',
): Promise<void> {
  await withFolder(async (folder) => {
    const dir = join(folder, subfolder)
    const counters = createCounters()
    const store = new LogStore(64 * 1024 * 1024, counters)
    const { catchUp, close } = followLogs({ dir, store, counters })
    const texts = () => [...store.lines()].map(({ text }) => text)
    try {
      await run({ dir, file: (name) => join(dir, name), texts, store, counters, catchUp })
    } finally {
      await close()
    }
  })
}

test('lines of several files are read, and of files that come later', () =>
  follow(async ({ file, texts, catchUp }) => {
    await writeFile(file('orders.log'), 'orders 1\norders 2\n')
    await writeFile(file('users.log'), 'users 1\n')
    await writeFile(file('notes.txt'), 'not a log\n')
    await catchUp()
    await writeFile(file('gateway.log'), 'gateway 1\n')
    await appendFile(file('orders.log'), 'orders 3\n')
    await catchUp()
    await catchUp()

    expect(texts().sort()).toEqual(['gateway 1', 'orders 1', 'orders 2', 'orders 3', 'users 1'])
  }))

test('new lines and a folder that is made later are noticed without being asked', () =>
  follow(async ({ dir, file, texts }) => {
    await mkdir(dir)
    await writeFile(file('orders.log'), 'one\n')
    await expect.poll(texts).toEqual(['one'])
    await appendFile(file('orders.log'), 'two\n')

    await expect.poll(texts).toEqual(['one', 'two'])
  }, 'later'))

test('a line written in parts is one line, also when a part ends inside of a character', () =>
  follow(async ({ file, texts, catchUp }) => {
    const bytes = Buffer.from('grüße €\nnext\n')
    for (let at = 0; at < bytes.length; at++) {
      await appendFile(file('a.log'), bytes.subarray(at, at + 1))
      await catchUp()
    }

    expect(texts()).toEqual(['grüße €', 'next'])
  }))

test("a file in UTF-16, as PowerShell's > writes it, is read in whatever parts it comes", () =>
  follow(async ({ file, texts, catchUp }) => {
    const all = Buffer.from('\uFEFFgrüße\r\n{"msg":"€"}\r\n', 'utf16le')

    for (const byte of all) {
      await appendFile(file('a.log'), Buffer.from([byte]))
      await catchUp()
    }
    await writeFile(file('b.log'), Buffer.from(all).swap16())
    await catchUp()

    const lines = ['grüße', '{"msg":"€"}']
    expect(texts()).toEqual([...lines, ...lines])
  }))

test('after a rename the old file is read for its last lines, and the new one from its start', () =>
  follow(async ({ file, texts, catchUp }) => {
    const writer = await open(file('a.log'), 'a')
    await writer.write('1\n2\nhal')
    await catchUp()
    await rename(file('a.log'), file('a.log.1'))
    await writer.write('f\n3\n')
    await writeFile(file('a.log'), '4\n')
    await catchUp()
    await writer.write('late\n')
    await writer.close()
    await catchUp()

    expect(texts()).toEqual(['1', '2', 'half', '3', '4', 'late'])
  }))

test('a file rotated to another name that ends in .log is not read twice', () =>
  follow(async ({ file, texts, catchUp }) => {
    await writeFile(file('a.log'), '1\n')
    await catchUp()
    await rename(file('a.log'), file('a-2026-01-01.log'))
    await writeFile(file('a.log'), '2\n')
    await catchUp()
    await catchUp()

    expect(texts()).toEqual(['1', '2'])
  }))

test('a truncated file is read from its start, and what was half a line is kept', () =>
  follow(async ({ file, texts, catchUp }) => {
    await writeFile(file('a.log'), '1\n2\nhalf')
    await catchUp()
    await truncate(file('a.log'))
    await catchUp()
    await appendFile(file('a.log'), '3\n')
    await catchUp()

    expect(texts()).toEqual(['1', '2', 'half', '3'])
  }))

test('truncation is seen when the file has grown beyond its old size in the meantime', () =>
  follow(async ({ file, texts, catchUp }) => {
    await writeFile(file('a.log'), '1\n2\n')
    await catchUp()
    // It is a single write over the old content, so that no scan comes between truncating and
    // growing.
    await writeFile(file('a.log'), '3\n4\n5\n6\n', { flag: 'r+' })
    await catchUp()

    expect(texts()).toEqual(['1', '2', '3', '4', '5', '6'])
  }))

test('a file that lost only its end is read again, so that no later line is missed', () =>
  follow(async ({ file, texts, catchUp }) => {
    const long = 'x'.repeat(1000)
    await writeFile(file('a.log'), `${long}\nold\n`)
    await catchUp()
    await truncate(file('a.log'), 1001)
    await catchUp()
    await appendFile(file('a.log'), 'new\n')
    await catchUp()

    expect(texts()).toEqual([long, 'old', long, 'new'])
  }))

test('a deleted file is read to its end', () =>
  follow(async ({ file, texts, catchUp }) => {
    const writer = await open(file('a.log'), 'a')
    await writer.write('1\n')
    await catchUp()
    await rm(file('a.log'))
    await writer.write('2\n')
    await writer.close()
    await catchUp()

    expect(texts()).toEqual(['1', '2'])
  }))

test('a pino line gives time to the nanosecond, labels and ids; others keep their text', () =>
  follow(async ({ file, store, counters, catchUp }) => {
    const fields = {
      time: '2026-05-01T10:00:00.123456Z',
      level: 'warn',
      service: 'orders',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
      msg: 'slow',
    }
    await writeFile(file('a.log'), `${JSON.stringify(fields)}\nplain text\r\n\n{"broken":\n`)
    await catchUp()

    const [pino, plain, broken] = [...store.lines()]
    expect(pino).toMatchObject({
      time: BigInt(Date.parse('2026-05-01T10:00:00Z')) * 1_000_000n + 123_456_000n,
      labels: { job: 'onetrace', service_name: 'orders', level: 'warn' },
      metadata: { trace_id: fields.trace_id, span_id: fields.span_id },
    })
    expect(plain).toMatchObject({ text: 'plain text', labels: { service_name: 'a' }, metadata: {} })
    expect(broken).toMatchObject({ text: '{"broken":' })
    expect(counters).toMatchObject({ logLinesRead: 3, logLinesPlain: 2 })
  }))

test('values of odd types and lengths do not become labels or ids', () =>
  follow(async ({ file, store, catchUp }) => {
    const odd = { time: 'yesterday', level: 'x y', service: 7, trace_id: ['a'], span_id: '' }
    await writeFile(file('a.log'), `${JSON.stringify(odd)}\n{"level":50,"time":1700000000000}\n`)
    await catchUp()

    const [first, second] = [...store.lines()]
    expect(first).toMatchObject({ labels: { service_name: 'a' }, metadata: {} })
    expect(first?.labels).not.toHaveProperty('level')
    expect(second).toMatchObject({ time: 1_700_000_000_000_000_000n, labels: { level: 'error' } })
  }))

test('a line of a megabyte is cut at the limit and counted, and the next one is whole', () =>
  follow(async ({ file, texts, counters, catchUp }) => {
    await writeFile(file('a.log'), `${'x'.repeat(1024 * 1024)}\nnext\n`)
    await catchUp()

    expect(texts().map(({ length }) => length)).toEqual([256 * 1024, 4])
    expect(counters.logLinesCut).toBe(1)
  }))

test('two processes of one service may share a file, or have one each', () =>
  follow(async ({ file, store, catchUp }) => {
    const [first, second] = [
      await open(file('orders.log'), 'a'),
      await open(file('orders.log'), 'a'),
    ]
    const line = (msg: string) => `${JSON.stringify({ service: 'orders', msg })}\n`
    for (let i = 0; i < 100; i++) {
      await Promise.all([first.write(line(`a${i}`)), second.write(line(`b${i}`)), catchUp()])
    }
    await writeFile(file('orders-2.log'), line('c'))
    await Promise.all([first.close(), second.close()])
    await catchUp()

    const found = [...store.lines()].map(({ text, labels }) => ({ ...JSON.parse(text), ...labels }))
    const of = (letter: string) =>
      found.map(({ msg }) => msg).filter((msg) => msg.startsWith(letter))
    const wanted = (letter: string) => Array.from({ length: 100 }, (_, i) => `${letter}${i}`)
    expect([of('a'), of('b'), of('c')]).toEqual([wanted('a'), wanted('b'), ['c']])
    expect(new Set(found.map((labels) => labels.service_name))).toEqual(new Set(['orders']))
  }))

test('a follower that starts again reads every file from its start: what it held is gone too', () =>
  follow(async ({ dir, file, texts, catchUp }) => {
    await writeFile(file('a.log'), '1\n2\n')
    await catchUp()
    const counters = createCounters()
    const store = new LogStore(64 * 1024 * 1024, counters)

    const again = followLogs({ dir, store, counters })
    await again.catchUp()
    await again.close()

    expect(texts()).toEqual(['1', '2'])
    expect([...store.lines()].map(({ text }) => text)).toEqual(['1', '2'])
  }))

test('many lines under way are read once each, in order', () =>
  follow(async ({ file, texts, catchUp }) => {
    const wanted = Array.from({ length: 5000 }, (_, i) => `line ${i} ${'.'.repeat(i % 300)}`)
    const writer = await open(file('a.log'), 'a')
    for (let i = 0; i < wanted.length; i += 500) {
      const written = writer.write(`${wanted.slice(i, i + 500).join('\n')}\n`)
      await Promise.all([written, catchUp()])
    }
    await writer.close()
    await catchUp()

    expect(texts()).toEqual(wanted)
  }))

test('a folder that cannot be listed is left alone until it can', () =>
  follow(async ({ dir, file, texts, catchUp }) => {
    await writeFile(dir, 'a file, for now')
    await catchUp()
    await rm(dir)
    await mkdir(dir)
    await writeFile(file('a.log'), '1\n')
    await catchUp()

    expect(texts()).toEqual(['1'])
  }, 'later'))

test.skipIf(process.platform === 'win32')('what is no file is left alone', () =>
  follow(async ({ file, texts, catchUp }) => {
    execFileSync('mkfifo', [file('pipe.log')]) // opening a pipe would wait for a writer
    await mkdir(file('folder.log'))
    await writeFile(file('a.log'), '1\n')
    await catchUp()

    expect(texts()).toEqual(['1'])
  }),
)
