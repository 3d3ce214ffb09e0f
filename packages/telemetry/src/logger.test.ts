import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runNode } from './test-process.ts'

/** Runs statements that have a `log`, in a process of their own, since lines go to its stdout. */
async function logged(statements: string, env: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = await runNode({
    code: `import { createLogger, withSpan } from './src/index.ts'
      const log = createLogger()
      ${statements}`,
    env: { OTEL_SERVICE_NAME: 'orders', ...env },
    imports: [],
  })
  const written = stdout.split('\n').filter(Boolean)
  return { stdout, stderr, exitCode, lines: written.map((line) => JSON.parse(line)) }
}

/** The same with a tracer provider that keeps `ended()` spans in memory. */
const loggedInSpans = (statements: string, env?: Record<string, string>) =>
  logged(
    `const { withSpans } = await import('./src/test-spans.ts')
    await withSpans(async ({ ended }) => { ${statements} })`,
    env,
  )

async function withFolder(fn: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'onetrace-log-'))
  try {
    await fn(dir)
  } finally {
    await rm(dir, { recursive: true })
  }
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

test('a line is one JSON object: level in words, time, service, fields, message', async () => {
  const { lines } = await logged(`log.info({ orderId: 'o1' }, 'order placed')`)

  expect(lines).toEqual([
    { level: 'info', time, service: 'orders', orderId: 'o1', msg: 'order placed' },
  ])
})

test('a line within a span carries its ids, a line outside of it does not', async () => {
  const { lines } = await loggedInSpans(`
    withSpan('step', (span) => log.info({ expected: span.spanContext() }, 'inside'))
    log.info('outside')`)

  const [inside, outside] = lines
  expect(inside).toEqual({
    level: 'info',
    time,
    service: 'orders',
    trace_id: inside.expected.traceId,
    span_id: inside.expected.spanId,
    trace_flags: '01',
    expected: {
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.any(String),
      traceFlags: 1,
    },
    msg: 'inside',
  })
  expect(outside).toEqual({ level: 'info', time, service: 'orders', msg: 'outside' })
})

test('a line carries the baggage that BAGGAGE_FIELDS names, and no other', async () => {
  const { lines } = await loggedInSpans(
    `const { context, propagation, ROOT_CONTEXT } = await import('@opentelemetry/api')
    const received = propagation.extract(ROOT_CONTEXT, { baggage: 'tenant=acme,user=jo' })
    context.with(received, () => log.info('inside'))
    log.info('outside')`,
    { BAGGAGE_FIELDS: 'tenant' },
  )

  const line = { level: 'info', time, service: 'orders' }
  expect(lines).toEqual([
    { ...line, 'baggage.tenant': 'acme', msg: 'inside' },
    { ...line, msg: 'outside' },
  ])
})

test('lines of warn and above become events of the active span, with the message and no fields', async () => {
  const { lines } = await loggedInSpans(`
    withSpan('step', () => {
      log.info('calm')
      log.warn({ user: 'jo' }, 'slow')
      log.error({ err: new Error('refused') }, 'request failed')
      log.error(new Error('alone'))
    })
    log.warn('outside')
    log.info({ events: ended()[0].events.map(({ name, attributes }) => ({ name, attributes })) })`)

  expect(lines.at(-1).events).toEqual([
    { name: 'log', attributes: { 'log.severity': 'warn', 'log.message': 'slow' } },
    { name: 'log', attributes: { 'log.severity': 'error', 'log.message': 'request failed' } },
    { name: 'log', attributes: { 'log.severity': 'error', 'log.message': 'alone' } },
  ])
})

test('an error is written with its type, message and stack', async () => {
  const { lines } = await logged(`log.error({ err: new RangeError('too many') }, 'failed')`)

  expect(lines[0].err).toMatchObject({
    type: 'RangeError',
    message: 'too many',
    stack: expect.stringContaining('RangeError: too many\n    at '),
  })
})

test('secrets are redacted', async () => {
  const { stdout, lines } = await logged(`log.info({
      authorization: 'hush',
      password: 'hush',
      apiKey: 'hush',
      headers: { authorization: 'hush', cookie: 'hush', accept: 'text/html' },
    })`)

  expect(stdout).not.toContain('hush')
  expect(lines[0].headers).toEqual({
    authorization: '[redacted]',
    cookie: '[redacted]',
    accept: 'text/html',
  })
})

test('LOG_LEVEL sets the lowest level, for events of spans too', async () => {
  const { lines } = await loggedInSpans(
    `withSpan('step', () => { log.warn('slow'); log.error('failed') })
    log.fatal({ events: ended()[0].events.length })`,
    { LOG_LEVEL: 'error' },
  )

  expect(lines.map(({ level }) => level)).toEqual(['error', 'fatal'])
  expect(lines[1].events).toBe(1)
})

const levels = 'expected one of trace, debug, info, warn, error, fatal, silent'
const folder = 'expected a folder that can be written to'

test.each([
  ['LOG_LEVEL', '', { LOG_LEVEL: 'loud' }, `LOG_LEVEL: ${levels}, got "loud"`],
  ['level', `createLogger({ level: 'loud' })`, {}, `level: ${levels}, got "loud"`],
  [
    'spanEventLevel',
    `createLogger({ spanEventLevel: 'wran' })`,
    {},
    `spanEventLevel: ${levels}, got "wran"`,
  ],
  ['LOG_DIR', '', { LOG_DIR: '/dev/null' }, `LOG_DIR: ${folder}, got "/dev/null" (EEXIST)`],
])('a %s that cannot be is refused by name', async (_setting, statements, env, message) => {
  const { exitCode, stderr } = await logged(statements, env)

  expect(exitCode).toBe(1)
  expect(stderr).toContain(`Error: ${message}\n`)
})

test('a LOG_DIR in which the name of the log file is a folder’s is refused by name', () =>
  withFolder(async (dir) => {
    await mkdir(join(dir, 'orders.log'))

    const { exitCode, stderr } = await logged('', { LOG_DIR: dir })

    expect(exitCode).toBe(1)
    expect(stderr).toContain(`LOG_DIR: ${folder}, got "${dir}" (EISDIR)`)
  }))

test('with LOG_DIR set the file holds what stdout shows, and a restart appends', () =>
  withFolder(async (dir) => {
    const LOG_DIR = join(dir, 'made', 'when-missing')

    const runs = [
      await logged(`log.info('first')`, { LOG_DIR }),
      await logged(`log.debug('second')`, { LOG_DIR, LOG_LEVEL: 'debug' }),
    ]

    const file = await readFile(join(LOG_DIR, 'orders.log'), 'utf8')
    expect(runs.flatMap(({ lines }) => lines.map(({ msg }) => msg))).toEqual(['first', 'second'])
    expect(file).toBe(runs.map(({ stdout }) => stdout).join(''))
  }))

test('a service name with a slash stays a file within LOG_DIR', () =>
  withFolder(async (dir) => {
    const { stdout } = await logged(`log.info('placed')`, {
      LOG_DIR: dir,
      OTEL_SERVICE_NAME: '../shop/orders',
    })

    expect(await readFile(join(dir, '.._shop_orders.log'), 'utf8')).toBe(stdout)
  }))

test('the last line before a crash is written', async () => {
  const { lines, exitCode } = await logged(`log.fatal('the end'); process.exit(3)`)

  expect(exitCode).toBe(3)
  expect(lines).toMatchObject([{ level: 'fatal', msg: 'the end' }])
})
