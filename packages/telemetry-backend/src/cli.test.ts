import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { allSettings } from './settings.ts'
import { newTraceId, sampleSpan, traceExport } from './testing/otlp-samples.ts'
import { ask, post } from './testing/with-backend.ts'
import { type TestProcess, withProgram } from './testing/with-process.ts'

const cli = fileURLToPath(new URL('cli.ts', import.meta.url))

function withCommand(args: string[], run: (command: TestProcess) => Promise<void>): Promise<void> {
  return withProgram([cli, ...args], {}, run)
}

const anyPorts = ['--port=0', '--otlp-port=0', '--loki-port=0', '--thrift-http-port=off']
const noOthers = ['--otlp-grpc-port=0', '--thrift-compact-port=off', '--thrift-binary-port=off']

test('the command shows where to look and takes spans until Ctrl-C', () =>
  withCommand([...anyPorts, ...noOthers], async (command) => {
    await expect.poll(command.output).toContain('Ctrl-C')
    const shown = command.output()
    const [, page = ''] = /page +(http:\S+)/.exec(shown) ?? []
    const [, spansIn = ''] = /spans in +(http:\S+)/.exec(shown) ?? []
    const traceId = newTraceId()

    await post(spansIn, traceExport(sampleSpan({ traceId })))
    const found = await ask(`${page}/api/traces/${traceId}`)
    command.child.kill('SIGINT')

    expect(shown).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${new URL(spansIn).origin} `)
    expect(found.status).toBe(200)
    expect(await command.ended).toBe(0)
  }))

test('the README tells every option and its variable', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

  for (const { flag, variable } of allSettings) {
    expect(readme).toContain(`\`--${flag}\``)
    expect(readme).toContain(`\`${variable}\``)
  }
})

test('--help names every option with its variable, --version the version', async () => {
  await withCommand(['--help'], async (command) => {
    expect(await command.ended).toBe(0)
    expect(allSettings.length).toBeGreaterThan(10)
    for (const { flag, variable } of allSettings) {
      expect(command.output()).toMatch(new RegExp(`--${flag} .*\\[${variable}\\]\n`))
    }
  })
  await withCommand(['--version'], async (command) => {
    expect(await command.ended).toBe(0)
    expect(command.output()).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

test.each([
  [['--prot', '1'], /^telemetry-backend: Unknown option '--prot'. --help lists the options\n$/],
  [['--port'], /argument missing. --help lists/],
  [['--port', '-1'], /argument is ambiguous. --help lists the options\n$/],
  [['here'], /Unexpected argument 'here'/],
  [
    ['--max-traces', 'many'],
    /^telemetry-backend: --max-traces \(BACKEND_MAX_TRACES\): expected a whole number above 0, got many\n$/,
  ],
])('%j ends with 1 and says what was expected', (args, message) =>
  withCommand([...anyPorts, ...noOthers, ...args], async (command) => {
    expect(await command.ended).toBe(1)
    expect(command.output()).toMatch(message)
  }),
)

test('a taken port names the option that moves it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }

  await withCommand([...anyPorts, ...noOthers, '--otlp-port', String(port)], async (command) => {
    expect(await command.ended).toBe(1)
    expect(command.output()).toContain('--otlp-port (OTLP_PORT) moves it')
  })
  other.close()
})
