import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withProcess } from './testing/with-process.ts'

const reporter = fileURLToPath(new URL('testing/loaded-modules.mjs', import.meta.url))

test('an idle process holds no decoder, no LogQL and no doctor', () =>
  withProcess(
    {
      NODE_OPTIONS: `--import ${reporter}`,
      JAEGER_THRIFT_HTTP_PORT: '0',
      JAEGER_THRIFT_COMPACT_PORT: '0',
    },
    async ({ child, lines, output, ended }) => {
      await expect.poll(lines).not.toEqual([])
      child.kill('SIGTERM')
      await ended
      const loaded = output()

      expect(loaded).toContain('src/store/trace-store.ts')
      expect(loaded).toContain('src/thrift/udp-receiver.ts')
      expect(loaded).toContain('src/grpc/listen-grpc.ts')
      expect(loaded).not.toMatch(
        /@grpc|protobufjs|lezer|re2js|node_modules\/thrift|snappyjs|node_modules\/ws/,
      )
      expect(loaded).not.toMatch(/spans\/src\/(?:thrift|otlp\/(?:index|protobuf))|span-tree\/src/)
      expect(loaded).not.toMatch(
        /trace-doctor\/src\/(?:index|diagnose)|src\/remote|scrape\/scraper/,
      )
    },
  ))

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the process at once and with 0', (signal) =>
  withProcess({}, async ({ child, lines, ended }) => {
    await expect.poll(lines).not.toEqual([])
    expect(lines()[0]).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      service: 'telemetry-backend',
      msg: 'listening',
      urls: {
        otlp: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        otlpGrpc: expect.stringMatching(/^http:/),
        query: expect.stringMatching(/^http:/),
        loki: expect.stringMatching(/^http:/),
      },
    })

    child.kill(signal)

    expect(await ended).toBe(0)
  }),
)

test('a taken port is named, with who needs it and which variable moves it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }

  await withProcess({ JAEGER_QUERY_PORT: String(port) }, async ({ lines, ended }) => {
    expect(await ended).toBe(1)
    expect(lines()).toMatchObject([
      {
        level: 'error',
        msg: `port ${port} on 127.0.0.1 is taken: the telemetry backend needs it for the page and the Jaeger API; JAEGER_QUERY_PORT moves it`,
      },
    ])
  })
  other.close()
})

test('a setting that makes no sense is named', () =>
  withProcess({ BACKEND_MAX_TRACES: 'many' }, async ({ lines, ended }) => {
    expect(await ended).toBe(1)
    expect(lines()[0]?.msg).toBe('BACKEND_MAX_TRACES: expected a whole number above 0, got many')
  }))

test('a taken thrift port is a warning: the other ways in are open', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const env = { JAEGER_THRIFT_HTTP_PORT: String(port), JAEGER_THRIFT_BINARY_PORT: '0' }

  await withProcess(env, async ({ lines }) => {
    await expect.poll(() => lines().length).toBe(2)
    const [warning, ready] = lines()

    expect(warning).toMatchObject({
      level: 'warn',
      msg: `port ${port} on 127.0.0.1 is taken: the telemetry backend needs it for spans in, Jaeger thrift over HTTP; JAEGER_THRIFT_HTTP_PORT moves it`,
    })
    expect(ready).toMatchObject({
      urls: { thriftBinary: expect.stringMatching(/^udp:\/\/127\.0\.0\.1:\d+$/) },
    })
  })
  other.close()
})
