// What lint/ says about imports is seen by Biome in each form that an import has.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pathOf } from './environment.ts'
import { workspaceRoot } from './services.ts'

const biome = pathOf(new URL('node_modules/.bin/biome', workspaceRoot))

interface Report {
  diagnostics: { category: string; message: string; location: { path: string } }[]
}

/** What Biome has against these files, as `path: rule`, under this workspace's configuration. */
function complaints(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'onetrace-lint-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['biome.json', 'lint']) {
    cpSync(new URL(name, workspaceRoot), join(folder, name), { recursive: true })
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  const { stdout, stderr } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' })
  if (!stdout.startsWith('{')) throw new Error(`expected a report of Biome, got ${stdout}${stderr}`)
  const { diagnostics } = JSON.parse(stdout) as Report
  return diagnostics
    .filter(({ category }) => category === 'plugin' || category.endsWith('noImportCycles'))
    .map(({ category, location }) => `${location.path}: ${category}`)
    .sort()
}

/** A file for each name, which imports what is given for it. */
const files = (texts: string[], name: (index: number) => string) =>
  Object.fromEntries(texts.map((text, index) => [name(index), text]))

test.each([
  ['values', (other: string) => `import { x } from '${other}'\nexport const y = [x]`],
  ['types', (other: string) => `import type { X } from '${other}'\nexport type Y = X`],
  ['what is passed on', (other: string) => `export type * from '${other}'`],
  ['what is loaded later', (other: string) => `export const x = () => import('${other}')`],
])('a circle of %s is found', (_what, importing) => {
  const [a, b] = ['packages/spans/src/a.ts', 'packages/spans/src/b.ts']

  const found = complaints({ [a]: importing('./b.ts'), [b]: importing('./a.ts') })

  expect(found).toEqual([
    `${a}: lint/suspicious/noImportCycles`,
    `${b}: lint/suspicious/noImportCycles`,
  ])
})

const forms = [
  (name: string) => `import { x } from '${name}'\nexport const y = x`,
  (name: string) => `import type { X } from '${name}'\nexport type Y = X`,
  (name: string) => `import '${name}'`,
  (name: string) => `export * from '${name}'`,
  (name: string) => `export type { X } from '${name}'`,
  (name: string) => `export const x = await import('${name}')`,
  (name: string) => `export type X = import('${name}').X`,
]

test.each([
  ['a name that no arrow leads to', '@onetrace/telemetry-backend'],
  ['a path into another package', '../../telemetry-backend/src/index.ts'],
  ['a path through the root', '../../../packages/telemetry-backend/src/index.ts'],
])('%s is found in each form of an import', (_what, name) => {
  const path = (index: number) => `packages/spans/src/form-${index}.ts`
  const planted = files(
    forms.map((form) => form(name)),
    path,
  )

  const found = complaints(planted)

  expect(new Set(found)).toEqual(new Set(Object.keys(planted).map((file) => `${file}: plugin`)))
})

test.each([
  ['packages/telemetry', [], ['service', 'spans', 'span-tree']],
  ['packages/service', ['telemetry'], ['spans', 'postgres', 'telemetry-backend']],
  ['packages/spans', [], ['telemetry', 'span-tree', 'trace-doctor']],
  ['packages/span-tree', ['spans'], ['trace-doctor', 'telemetry-backend', 'telemetry']],
  ['packages/trace-doctor', ['spans', 'span-tree'], ['telemetry-backend', 'loki']],
  ['packages/loki', [], ['spans', 'telemetry-backend']],
  [
    'packages/telemetry-backend',
    ['spans', 'span-tree', 'trace-doctor', 'loki'],
    ['telemetry', 'service', 'dev', 'stack'],
  ],
  ['services/orders', ['service', 'telemetry'], ['users', 'spans', 'service-of-another']],
  ['infra/processes', [], ['postgres', 'dev', 'spans']],
  ['infra/postgres', ['processes'], ['dev', 'stack']],
  ['infra/stack', ['processes', 'telemetry-backend', 'loki'], ['dev', 'telemetry', 'service']],
  ['infra/dev', ['processes', 'postgres', 'stack', 'telemetry-backend'], ['orders', 'service']],
  ['packages/new-one', [], ['spans', 'telemetry']],
])('%s imports itself, %j, and none of %j', (folder, allowed, refused) => {
  const own = folder.split('/')[1] ?? ''
  const path = (name: string) => `${folder}/src/${name}.ts`
  const importing = (name: string) => [path(name), `export type { X } from '@onetrace/${name}'`]

  const found = complaints(Object.fromEntries([own, ...allowed, ...refused].map(importing)))

  expect(found).toEqual(refused.map((name) => `${path(name)}: plugin`).sort())
})

test('services and what they share know the API of OpenTelemetry, and no SDK', () => {
  const using = (name: string) => `export type { X } from '@opentelemetry/${name}'`

  const found = complaints({
    'services/orders/src/api.ts': using('api'),
    'services/orders/src/sdk.ts': using('sdk-trace'),
    'packages/service/src/sdk.ts': using('sdk-node'),
    'packages/telemetry/src/sdk.ts': using('sdk-node'),
  })

  expect(found).toEqual([
    'packages/service/src/sdk.ts: plugin',
    'services/orders/src/sdk.ts: plugin',
  ])
})
