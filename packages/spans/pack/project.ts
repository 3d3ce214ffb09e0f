import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { run } from './run.ts'

export const workspace = join(import.meta.dirname, '../../..')
const { catalog } = parse(readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8'))

/** A folder with these files and packages, as npm installs them. */
export function makeProject(
  folder: string,
  { files, packages }: { files: string; packages: string[] },
): string {
  mkdirSync(folder, { recursive: true })
  cpSync(files, folder, { recursive: true })
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...packages)
  return folder
}

/** In the versions of the workspace. */
export function pinned(...names: string[]): string[] {
  return names.map((name) => {
    if (!catalog[name]) throw new Error(`expected ${name} in the catalog of pnpm-workspace.yaml`)
    return `${name}@${catalog[name]}`
  })
}
