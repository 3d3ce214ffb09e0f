import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configFile } from '../folders.ts'
import type { StackPorts } from './ports.ts'

/** The ports that have metrics, by the name of the program that listens there. */
export type ScrapeTargets = Record<string, number>

interface FolderOptions {
  folder: string
  services: ScrapeTargets
  /** See `stackTargets`. */
  stack: ScrapeTargets
  /** `15s`, or less when somebody waits for a scrape. */
  scrapeInterval: string
}

/**
 * Writes a folder with the committed configuration and the targets of this run, since Prometheus
 * expands no variables and looks for both beside its prometheus.yml. Gives the path of that file.
 */
export function writePrometheusFolder(options: FolderOptions): string {
  const { folder } = options
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'targets'), { recursive: true })
  const config = join(folder, 'prometheus.yml')
  cpSync(configFile('prometheus/prometheus.yml'), config)
  const rules = configFile('prometheus/rules')
  if (existsSync(rules)) cpSync(rules, join(folder, 'rules'), { recursive: true })
  writeFileSync(join(folder, 'targets/native.yml'), nativeTargets(options))
  return config
}

/** The stack's own ports with metrics. */
export function stackTargets(ports: StackPorts, logs: { targets: ScrapeTargets }): ScrapeTargets {
  return { jaeger: ports.jaegerMetrics, ...logs.targets, prometheus: ports.prometheus }
}

/** The jobs and labels of targets/docker.yml, at loopback ports. JSON is YAML. */
export function nativeTargets(options: Omit<FolderOptions, 'folder'>): string {
  const { services, stack, scrapeInterval } = options
  const job = (name: string, byName: ScrapeTargets) => ({
    job_name: name,
    scrape_interval: scrapeInterval,
    scrape_timeout: scrapeInterval,
    static_configs: Object.entries(byName).map(([service_name, port]) => ({
      targets: [`127.0.0.1:${port}`],
      labels: { service_name },
    })),
  })
  const scrape_configs = [job('onetrace', services), job('stack', stack)]
  return `${JSON.stringify({ scrape_configs }, undefined, 2)}\n`
}
