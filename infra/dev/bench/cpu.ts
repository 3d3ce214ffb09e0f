import { readFileSync } from 'node:fs'
import { descendants, processTable } from '@onetrace/processes'
import type { Fleet } from '../src/index.ts'

/** Linux counts CPU time in these, whatever the kernel's own clock. */
const ticksPerSecond = 100

export const parts = ['postgres', 'services', 'backend'] as const
export type CpuSeconds = Record<(typeof parts)[number], number>

/** What the processes of a fleet have used so far, those included that have ended meanwhile. */
export function cpuOf({ held, ports }: Pick<Fleet, 'held' | 'ports'>): CpuSeconds {
  const table = processTable()
  const ours = descendants(table, process.pid)
  const isServer = ({ command }: { command: string }) => command.includes(`port=${ports.postgres}`)
  const server = ours.find(isServer)?.pid ?? 0
  const nodes = ours.filter(({ pid }) => held().has(pid))
  const isBackend = ({ command }: { command: string }) => command.includes('telemetry-backend')
  const pidsOf = (found: { pid: number }[]) => found.map(({ pid }) => pid)
  return {
    postgres: sum([server, ...pidsOf(descendants(table, server))]),
    services: sum(pidsOf(nodes.filter((node) => !isBackend(node)))),
    backend: sum(pidsOf(nodes.filter(isBackend))),
  }
}

function sum(pids: number[]): number {
  return pids.reduce((all, pid) => all + secondsOf(pid), 0)
}

/** Its own, and of children that it has waited for. */
function secondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).map(Number)
  return ticks.reduce((all, one) => all + one, 0) / ticksPerSecond
}
