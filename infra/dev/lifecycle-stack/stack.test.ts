import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isListening, type Process, until } from '@onetrace/processes'
import { realLoki, standInLine } from '@onetrace/stack'
import { expect, test } from 'vitest'
import { portsIn, startDev, take } from '../lifecycle/running-dev.ts'
import { workspaceRoot } from '../src/services.ts'

/** The lines `in order` are taken out, since a trace cannot tell where an order has a meaning. */
const contract = readFileSync(new URL('e2e/trees/place-order.tree', workspaceRoot), 'utf8').replace(
  /^ *in order\n/gm,
  '',
)

function startNative() {
  return startDev({}, ['stack', '--native'])
}

function trace(...args: string[]): string {
  const silent = ['--silent', 'trace', ...args]
  return execFileSync('pnpm', silent, { cwd: workspaceRoot, encoding: 'utf8', stdio: 'pipe' })
}

const loki = await realLoki()
/** Whether the embedded backend, which has a page, stands in for Loki and Promtail. */
const standsIn = 'missing' in loki

test('the printed curl line works, and pnpm trace reads its order from the real Jaeger, lines from Loki', async () => {
  await using dev = startNative()
  await dev.ready()
  const [curl = ''] = /curl -i .*/.exec(dev.output()) ?? []

  const answer = execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: 'pipe' })

  expect(answer).toMatch(/^HTTP\/1\.1 201 Created/)
  const [, header = ''] = /^traceresponse: (\S+)/m.exec(answer) ?? []
  const whole = async () => {
    expect(trace(header, '--plain')).toBe(contract)
    expect(trace(header)).toContain('# info order placed')
  }
  await until(whole, { what: 'the whole trace and its lines', deadlineMs: 120_000 })
})

test.runIf(standsIn)(
  'that the embedded Loki stands in is said in a line, and its page is printed',
  async () => {
    await using dev = startNative()
    await dev.ready()

    const [, page = ''] = /traces and logs +(\S+)/.exec(dev.output()) ?? []
    const answer = await fetch(page)

    expect(dev.output()).toContain(standsIn ? standInLine(loki.missing) : '')
    expect(await answer.text()).toContain('<script type="module"')
  },
)

test.each(['run.mjs stack', 'gateway  listening'])(
  'Ctrl-C at "%s", while it starts, leaves nothing',
  async (moment) => {
    await using dev = startNative()
    await dev.printed(moment)
    const before = dev.processes()

    dev.signal('SIGINT')

    await dev.exitCode()
    await dev.gone(before)
  },
)

test('ports of the stack that others have are replaced, and said so', async () => {
  await using stack = new AsyncDisposableStack()
  for (const port of [3100, 9090, 4317]) stack.use(await take(port))
  await using dev = startNative()
  await dev.ready()

  const said = dev.output().match(/port \d+ is taken, so \w+ has/g)
  // Other ports of this machine may be taken, too.
  expect(said).toEqual(
    expect.arrayContaining([
      'port 3100 is taken, so loki has',
      'port 9090 is taken, so prometheus has',
      'port 4317 is taken, so otlpGrpc has',
    ]),
  )
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it and leaves nothing', async (signal) => {
  await using dev = startNative()
  await dev.ready()
  const before = dev.processes()
  const ports = portsIn(dev.output())

  dev.signal(signal)

  await dev.exitCode()
  await dev.gone(before)
  expect(ports.length).toBe(standsIn ? 11 : 10)
  expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false))
})

const victims: Record<string, RegExp> = {
  'the starter': /^\S*node\S* .*run\.mjs stack --native$/,
  Jaeger: /jaeger\S* --config/,
  Prometheus: /prometheus\S* --config\.file/,
  ...(standsIn
    ? { 'the stand-in for Loki': /telemetry-backend\/src\/main\.ts$/ }
    : { Loki: /loki\S* -config\.file/, Promtail: /promtail\S* -config\.file/ }),
}

test.each(Object.entries(victims))('SIGKILL of %s ends all of it', async (name, pattern) => {
  await using dev = startNative()
  await dev.ready()
  const before = dev.processes()
  const victim = before.find(({ command }: Process) => pattern.test(command))
  if (!victim) throw new Error(`no ${name} among\n${before.map((one) => one.command).join('\n')}`)

  process.kill(victim.pid, 'SIGKILL')

  await dev.gone(before)
})
