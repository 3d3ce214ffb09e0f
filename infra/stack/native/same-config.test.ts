// The same files serve Docker and a run without it, so what both say has to be the same.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configFile } from './folders.ts'
import { jaegerLaunch } from './run/jaeger.ts'
import type { Launch } from './run/launch.ts'
import { lokiAndPromtail } from './run/loki-and-promtail.ts'
import type { StackPorts } from './run/ports.ts'
import { nativeTargets, stackTargets } from './run/prometheus-folder.ts'

// biome-ignore lint/suspicious/noExplicitAny: configuration of others, asserted below
function config(path: string): any {
  return parse(readFileSync(configFile(path), 'utf8'))
}

interface Job {
  job_name: string
  static_configs: { labels: Record<string, string> }[]
}

/** The numbers differ, so that a test sees a port in the wrong place. */
const ports: StackPorts = {
  otlp: 1,
  query: 2,
  loki: 3,
  thriftHttp: 4,
  thriftCompact: 5,
  thriftBinary: 6,
  otlpGrpc: 7,
  queryGrpc: 8,
  jaegerHealth: 9,
  jaegerMetrics: 10,
  lokiGrpc: 11,
  promtail: 12,
  prometheus: 13,
  page: 14,
}
const programs = { loki: '/bin/loki', promtail: '/bin/promtail' }
const logs = lokiAndPromtail(programs, { ports, dir: '/d', logDir: '/l' })

test("Promtail's stages are the same for files and for containers", () => {
  const native = config('promtail/native.yaml')
  const docker = config('promtail/docker.yaml')

  const [files] = native.scrape_configs
  const stages = docker.scrape_configs.map(
    (job: { pipeline_stages: unknown }) => job.pipeline_stages,
  )
  expect(files.pipeline_stages.length).toBeGreaterThan(0)
  expect(stages).toEqual([files.pipeline_stages, files.pipeline_stages])
  for (const part of ['target_config', 'global']) {
    expect(docker[part]).toEqual(native[part])
    expect(docker[part]).toBeDefined()
  }
})

test('Prometheus scrapes the same jobs with the same labels in Docker and without', () => {
  const services = { gateway: 21, orders: 22, users: 23 }
  const stack = stackTargets(ports, logs)
  const native = JSON.parse(nativeTargets({ services, stack, scrapeInterval: '1s' }))
  const docker = config('prometheus/targets/docker.yml')

  const labelsOf = (of: typeof docker) =>
    of.scrape_configs.map(({ job_name, static_configs }: Job) => [
      job_name,
      static_configs.map(({ labels }) => labels),
    ])
  expect(labelsOf(native)).toEqual(labelsOf(docker))
  expect(native.scrape_configs[0].static_configs[1].targets).toEqual(['127.0.0.1:22'])
})

test('every variable of a config file is one that its program is told, or is left to Docker', () => {
  const [loki, promtail] = logs.launches
  const jaeger = jaegerLaunch('/bin/jaeger', ports)
  const variablesIn = (path: string) => {
    const text = readFileSync(configFile(path), 'utf8')
    return new Set([...text.matchAll(/\$\{(?:env:)?([A-Z_]+)/g)].map(([, name]) => name))
  }
  const untold = (path: string, launch: Launch | undefined) =>
    [...variablesIn(path)].filter((variable) => !(String(variable) in (launch?.env ?? {})))

  expect(untold('jaeger/jaeger.yaml', jaeger)).toEqual(['JAEGER_LISTEN_HOST', 'JAEGER_MAX_TRACES'])
  expect(untold('loki/loki.yaml', loki)).toEqual(['LOKI_LISTEN_HOST', 'LOKI_LOG_LEVEL'])
  expect(untold('promtail/native.yaml', promtail)).toEqual([
    'PROMTAIL_LISTEN_HOST',
    'PROMTAIL_LOG_LEVEL',
  ])
})
