// `pnpm -C infra/stack run test:published-types` checks what is provisioned against the types that
// Grafana publishes. So a misspelled setting is an error here, and not a link that is missing there
// without an error. The packages are unpacked without their dependencies (React, Monaco and some
// hundred more), since the types need none of them.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

import { dashboardFile, readDataSources } from '../src/provisioned.ts'

// The versions that are nearest to the Grafana in ../../.env.
const packages = [
  '@grafana/data@13.2.1',
  '@grafana/schema@13.2.1',
  '@grafana/prometheus@13.2.1',
  '@grafana/o11y-ds-frontend@13.2.1',
]

const compilerOptions = {
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2024',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
}

const dir = mkdtempSync(join(tmpdir(), 'onetrace-grafana-types-'))
try {
  for (const name of packages) unpack(name)
  writeFileSync(join(dir, 'provisioned.ts'), source())
  const config = { compilerOptions, files: ['provisioned.ts'] }
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config))
  const tsc = fileURLToPath(new URL('../../../../node_modules/.bin/tsc', import.meta.url))
  const { status, stdout, stderr } = spawnSync(tsc, ['-p', dir, '--pretty', 'false'], {
    encoding: 'utf8',
  })
  if (status !== 0)
    throw new Error(`what is provisioned is not what Grafana takes:\n${stdout}${stderr}`)
  console.log(`data sources and dashboard have the types of ${packages.join(', ')}`)
} finally {
  rmSync(dir, { recursive: true })
}

function unpack(name: string): void {
  const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', dir, name], {
    encoding: 'utf8',
  }).trim()
  const folder = join(dir, 'node_modules', name.slice(0, name.lastIndexOf('@')))
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(dir, tarball), '-C', folder, '--strip-components', '1'])
}

/**
 * The provisioned values as literals, since TypeScript refuses keys of a literal that its type
 * lacks.
 */
function source(): string {
  const jsonData = Object.fromEntries(readDataSources().map(({ uid, jsonData }) => [uid, jsonData]))
  const literal = (value: unknown) => JSON.stringify(value, null, 2)
  return `
import type { Dashboard } from '@grafana/schema'
import type { PromOptions } from '@grafana/prometheus'
import type { NodeGraphData, TraceToLogsData, TraceToMetricsData } from '@grafana/o11y-ds-frontend'

// A file holds the values of an enum, not its names.
type Written<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T]: Written<T[K]> } : T

export const prometheus: Written<PromOptions> = ${literal(jsonData.prometheus)}
export const jaeger: Written<TraceToLogsData & TraceToMetricsData & NodeGraphData> = ${literal(jsonData.jaeger)}
export const dashboard: Written<Dashboard> = ${literal(parse(readFileSync(dashboardFile, 'utf8')))}
`
}
