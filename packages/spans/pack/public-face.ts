import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface PublicFace {
  /** What can be imported of the package, `.` for the package itself. */
  entries: string[]
  /** What its folder holds, apart from what is installed below it. */
  files: string[]
}

interface Manifest {
  name: string
  version: string
  exports: Record<string, unknown>
  [field: string]: unknown
}

/** Checks what a stranger meets first: files, fields of package.json, what can be imported. */
export function expectPublicFace(project: string, name: string, face: PublicFace): void {
  const folder = join(project, 'node_modules', name)
  expectFiles(folder, face.files)
  const manifest: Manifest = JSON.parse(read(folder, 'package.json'))
  expectFields(folder, manifest)
  expectEntries(folder, manifest, face.entries)
  expectWords(folder, manifest)
}

function expectFiles(folder: string, files: string[]): void {
  const held = readdirSync(folder).filter((file) => file !== 'node_modules')
  expectEqual(held.sort().join(' '), files.toSorted().join(' '), `files of ${folder}`)
}

const filled = ['description', 'license', 'keywords', 'engines', 'types', 'files', 'sideEffects']

function expectFields(folder: string, manifest: Manifest): void {
  const empty = filled.filter((field) => ['', undefined].includes(manifest[field]?.toString()))
  expectEqual(empty.join(' '), '', `fields that package.json of ${manifest.name} lacks`)
  const { '.': main } = manifest.exports as Record<string, { types?: string }>
  expectEqual(String(manifest.types), String(main?.types), 'the field types')
  for (const program of Object.values(manifest.bin ?? {})) expectFile(folder, program)
}

function expectEntries(folder: string, { name, exports }: Manifest, entries: string[]): void {
  const { './package.json': itself, ...others } = exports
  expectEqual(String(itself), './package.json', `the entry ./package.json of ${name}`)
  expectEqual(Object.keys(others).sort().join(' '), entries.toSorted().join(' '), 'its entries')
  for (const entry of Object.values(others) as { types: string; default: string }[]) {
    expectEqual(Object.keys(entry).join(' '), 'types default', `an entry of ${name}`)
    expectFile(folder, entry.types)
    expectFile(folder, entry.default)
  }
}

function expectWords(folder: string, { name, version }: Manifest): void {
  if (!read(folder, 'CHANGELOG.md').includes(`\n## ${version}\n`)) {
    throw new Error(`CHANGELOG.md of ${name}: expected a section ${version}, got none`)
  }
  // It is on no registry, so its name alone installs nothing, or what somebody else published.
  const [byName] =
    /(npm (i|install)|npx|pnpm add)\b.* @onetrace\/.*/.exec(read(folder, 'README.md')) ?? []
  if (byName)
    throw new Error(`README.md of ${name}: expected the way by the tarball, got ${byName}`)
}

function expectFile(folder: string, path: string): void {
  if (!existsSync(join(folder, path))) throw new Error(`expected ${path} in ${folder}`)
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

export function expectEqual(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}
