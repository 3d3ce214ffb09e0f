import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { workspaceRoot } from '../src/services.ts'
import { startDev } from './running-dev.ts'

/** The lines `in order` are taken out, since a trace cannot tell where an order has a meaning. */
const contract = readFileSync(new URL('e2e/trees/place-order.tree', workspaceRoot), 'utf8').replace(
  /^ *in order\n/gm,
  '',
)

function trace(...args: string[]): string {
  const silent = ['--silent', 'trace', ...args]
  return execFileSync('pnpm', silent, { cwd: workspaceRoot, encoding: 'utf8', stdio: 'pipe' })
}

test('the printed curl line works as printed, and pnpm trace prints the contract of its order', async () => {
  await using dev = startDev()
  await dev.ready()
  const [curl = ''] = /curl -i .*/.exec(dev.output()) ?? []

  const answer = execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: 'pipe' })

  expect(answer).toMatch(/^HTTP\/1\.1 201 Created/)
  const [, header = ''] = /^traceresponse: (\S+)/m.exec(answer) ?? []
  // The services export ten times a second, so the trace may be complete a moment later.
  await until(() => expect(trace(header, '--plain')).toBe(contract), {
    what: 'the whole trace',
    deadlineMs: 120_000,
  })
  const commented = trace(header)
  for (const line of ['# info order placed', '# info user found', '# info request served']) {
    expect(commented).toContain(line)
  }
})
