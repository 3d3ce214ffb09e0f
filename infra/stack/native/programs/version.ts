import { execFile } from 'node:child_process'
import type { Component } from './components.ts'

/** The version that a program tells; undefined when it tells none, or is another program. */
export function versionOf(
  path: string,
  { versionArguments, versionPattern }: Component,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, [...versionArguments], { timeout: 60_000 }, (_err, stdout, stderr) => {
      // Some programs print it to stderr, and Go's logger prints other lines before it.
      resolve(versionPattern.exec(`${stdout}\n${stderr}`)?.[1])
    })
  })
}

/** Whether our config files, which are for one major version, fit this one. */
export function isSuitable(found: string | undefined, wanted: string): boolean {
  return found !== undefined && majorOf(found) === majorOf(wanted)
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? ''
}

/**
 * Gives -1, 0 or 1. Missing parts count as 0, since the first release of Go 1.26 is called just
 * that.
 */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}
