// Whichever process of `pnpm dev` is killed, all others end. A killed process cannot react itself.
import { isListening, type Process, until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { portsIn, startDev } from './running-dev.ts'

type Find = (all: Process[]) => Process | undefined

const victims: Record<string, Find> = {
  'pnpm dev': (all) => all[0],
  "pnpm's guard": (all) => childOf(all, all[0], /^sh -c trap ''/),
  'the shell around the starter': (all) => childOf(all, all[0], /^sh -c (?!trap '')/),
  'the starter': byCommand(/run\.mjs dev$/, /^sh/),
  'the telemetry backend': byCommand(/telemetry-backend\/src\/main\.ts$/),
  'the guard of Postgres': byCommand(/onetrace-guard INT/),
  Postgres: byCommand(/bin\/postgres .*port=/),
  'a session of Postgres': byCommand(/^postgres: orders orders/),
  'the writer of Postgres': byCommand(/^postgres: walwriter/),
  turbo: byCommand(/bin\/turbo run dev/),
  'the guard of turbo': byCommand(/onetrace-guard TERM/),
  'the pnpm of a task': byCommand(/pnpm run dev$/),
  'its guard': (all) => childOf(all, byCommand(/pnpm run dev$/)(all), /^sh -c trap ''/),
  'the shell around a watcher': byCommand(/^sh -c (?!trap '').*node --watch/),
  'the watcher of orders': byCommand(/^node --watch .*orders\.env/),
  orders: byCommand(/^\S+\/node .*orders\.env/),
}

function byCommand(pattern: RegExp, but: RegExp = /(?!)/): Find {
  return (all) => all.find(({ command }) => pattern.test(command) && !but.test(command))
}

function childOf(all: Process[], parent: Process | undefined, pattern: RegExp) {
  return all.find((process) => process.parent === parent?.pid && pattern.test(process.command))
}

test.each(Object.entries(victims))('SIGKILL of %s ends all of pnpm dev', async (name, find) => {
  await using dev = startDev()
  await dev.ready()
  const before = dev.processes()
  const ports = portsIn(dev.output())
  const victim = find(before)
  if (!victim)
    throw new Error(`no ${name} among\n${before.map(({ command }) => command).join('\n')}`)

  process.kill(victim.pid, 'SIGKILL')

  await dev.gone(before)
  expect(ports.length).toBe(9)
  expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false))
})

test('Postgres replaces its logger, and SIGTERM still ends all', async () => {
  await using dev = startDev()
  await dev.ready()
  const logger = byCommand(/^postgres: logger/)
  const killed = logger(dev.processes())
  if (!killed) throw new Error('Postgres has no logger')

  process.kill(killed.pid, 'SIGKILL')
  const replaced = () => {
    const found = logger(dev.processes())
    if (!found || found.pid === killed.pid) throw new Error('no other logger')
  }
  await until(replaced, { what: 'another logger', deadlineMs: 120_000 })
  const before = dev.processes()
  dev.signal('SIGTERM')

  await dev.gone(before)
})
