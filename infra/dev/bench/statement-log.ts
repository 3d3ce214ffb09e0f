// What it costs that Postgres logs the services' statements: three fleets side by side, which place
// orders in turns, so that whatever else the machine does meets all of them.
//   pnpm -C infra/dev bench [--rounds 5] [--orders 200]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Fleet, type FleetOptions, startFleet } from '../src/index.ts'
import { anyPorts } from '../src/ports.ts'
import { type CpuSeconds, cpuOf, parts } from './cpu.ts'

const modes: Record<string, NonNullable<FleetOptions['statementLogging']>> = {
  'all statements': { sampleRate: 1 },
  'every tenth transaction': { sampleRate: 0.1 },
  'no statement': 'off',
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    orders: { type: 'string', default: '200' },
  },
})
const [rounds, orders] = [Number(values.rounds), Number(values.orders)]
const atOnce = 8

await using stack = new AsyncDisposableStack()
const fleets = new Map<string, { fleet: Fleet; userIds: string[] }>()
for (const [name, statementLogging] of Object.entries(modes)) {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-bench-'))
  stack.defer(() => rmSync(dir, { recursive: true, force: true }))
  const fleet = await startFleet({ dir, ports: await anyPorts(), statementLogging })
  stack.defer(fleet.stop)
  const userIds = await Promise.all(Array.from({ length: atOnce }, () => createUser(fleet)))
  fleets.set(name, { fleet, userIds })
  await placeOrders(fleet, userIds) // code that is not compiled yet costs more
}

const used = new Map<string, CpuSeconds[]>([...fleets.keys()].map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, { fleet, userIds }] of fleets) {
    const before = cpuOf(fleet)
    await placeOrders(fleet, userIds)
    used.get(name)?.push(difference(cpuOf(fleet), before))
  }
}
report()

/** Until all that they set off is done and has arrived. */
async function placeOrders(fleet: Fleet, userIds: string[]): Promise<void> {
  const each = Math.ceil(orders / userIds.length)
  await Promise.all(
    userIds.map(async (userId) => {
      for (let i = 0; i < each; i++) {
        await post(fleet, '/orders', { userId, sku: 'tea', quantity: 1 })
      }
    }),
  )
  await fleet.quiesce()
}

async function createUser(fleet: Fleet): Promise<string> {
  return (await post(fleet, '/users', { name: 'Ada' })).id
}

async function post({ urls, apiKey }: Fleet, path: string, body: object): Promise<{ id: string }> {
  const response = await fetch(urls.gateway + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 201) throw new Error(`expected 201 of ${path}, got ${response.status}`)
  return (await response.json()) as { id: string }
}

function difference(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  const each = parts.map((part) => [part, after[part] - before[part]])
  return Object.fromEntries(each) as CpuSeconds
}

function report(): void {
  process.stdout.write(
    `CPU time of an order, in microseconds: median of ${rounds} rounds of ${orders} orders (least)\n\n`,
  )
  row('', [...parts, 'bytes of log'])
  for (const [name, rows] of used) {
    const cells = parts.map((part) => {
      const micros = rows.map((one) => (one[part] / orders) * 1e6).toSorted((a, b) => a - b)
      const median = micros[Math.floor(micros.length / 2)] ?? Number.NaN
      return `${median.toFixed(0)} (${micros[0]?.toFixed(0)})`
    })
    row(name, [...cells, bytesOf(fleets.get(name)?.fleet).toFixed(0)])
  }
}

/** Of an order, over the whole run. */
function bytesOf(fleet: Fleet | undefined): number {
  const path = fleet?.urls.statementLog?.path
  return path ? statSync(path).size / (orders * (rounds + 1)) : 0
}

function row(name: string, cells: string[]): void {
  const aligned = cells.map((cell) => cell.padStart(16)).join('')
  process.stdout.write(`${name.padEnd(26)}${aligned}\n`)
}
