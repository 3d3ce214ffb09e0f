import { readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { hasCode } from '@onetrace/processes'

interface Link {
  source: string
  target: string
}

/**
 * An npm tarball cannot carry symbolic links, so the platform package lists its library links in a
 * file and makes them in a postinstall script, which `--ignore-scripts` skips. Without them nothing
 * starts ("libpq.so.5: cannot open shared object file"), so make whatever is missing.
 */
export function ensureLinks(home: string): void {
  for (const { source, target } of readLinks(join(home, 'pg-symlinks.json'))) {
    try {
      // Both name paths from the package's root, which is home's parent, and lie in one folder.
      symlinkSync(basename(source), join(dirname(home), target))
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error // made before, or by another process just now
    }
  }
}

function readLinks(file: string): Link[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [] // Windows: no links, no list
    throw error
  }
  const links: unknown = JSON.parse(text)
  if (Array.isArray(links) && links.every(isLink)) return links
  throw new Error(`expected a list of { source, target } within one folder in ${file}`)
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null) return false
  if (!('source' in value && 'target' in value)) return false
  const { source, target } = value
  if (typeof source !== 'string' || typeof target !== 'string') return false
  return dirname(source) === dirname(target)
}
