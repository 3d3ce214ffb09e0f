// Checks that Biome applies the rules of lint/ to each form that an import can have.
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

/** What Biome reports of these files, as `path: rule`, with the configuration of this workspace. */
function complaints(files: Record<string, string>, checkout = 'onetrace'): string[] {
  const parent = mkdtempSync(join(tmpdir(), 'onetrace-lint-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const folder = join(parent, checkout)
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

/** A file for each text, named by its index. */
const files = (texts: string[], name: (index: number) => string) =>
  Object.fromEntries(texts.map((text, index) => [name(index), text]))

const circles: [of: string, text: (other: string) => string][] = [
  ['values', (other) => `import { x } from '${other}'\nexport const y = [x]`],
  ['types', (other) => `import type { X } from '${other}'\nexport type Y = X`],
  ['passed-on', (other) => `export type * from '${other}'`],
  ['loaded-later', (other) => `export const x = () => import('${other}')`],
]

test('a circle is found, of values, of types, of what is passed on and of what is loaded later', () => {
  const path = (of: string, name: string) => `packages/spans/src/${of}/${name}.ts`
  const planted = circles.flatMap(([of, importing]) => [
    [path(of, 'a'), importing('./b.ts')],
    [path(of, 'b'), importing('./a.ts')],
  ])

  const found = complaints(Object.fromEntries(planted))

  expect(found).toEqual(planted.map(([file]) => `${file}: lint/suspicious/noImportCycles`).sort())
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

/** A folder, what it imports beside itself, and what it must not. */
const arrows: [folder: string, allowed: string[], refused: string[]][] = [
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
]

test('each folder imports itself and what an arrow leads to, and nothing else', () => {
  const path = (folder: string, name: string) => `${folder}/src/${name}.ts`
  const planted = arrows.flatMap(([folder, allowed, refused]) =>
    [folder.split('/')[1] ?? '', ...allowed, ...refused].map((name) => [
      path(folder, name),
      `export type { X } from '@onetrace/${name}'`,
    ]),
  )

  const found = complaints(Object.fromEntries(planted))

  const wrong = arrows.flatMap(([folder, , refused]) => refused.map((name) => path(folder, name)))
  expect(found).toEqual(wrong.map((file) => `${file}: plugin`).sort())
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

test.each(['infra', 'packages', 'services', 'e2e'])(
  'a checkout below a folder that is called %s is judged by its own folders',
  (name) => {
    const found = complaints(
      {
        'e2e/vitest.config.ts': `import '@onetrace/dev'`,
        'e2e/flows/a.test.ts': `import '@onetrace/dev'`,
        'packages/telemetry/src/sdk.ts': `import '@opentelemetry/sdk-node'`,
        'packages/telemetry/src/arrow.ts': `import '@onetrace/spans'`,
        'services/orders/src/sdk.ts': `import '@opentelemetry/sdk-node'`,
      },
      `${name}/onetrace`,
    )

    expect(found).toEqual([
      'packages/telemetry/src/arrow.ts: plugin',
      'services/orders/src/sdk.ts: plugin',
    ])
  },
)
