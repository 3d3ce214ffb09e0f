import { execFile } from 'node:child_process'
import type { Component } from './components.ts'

/** What a program says its version is; undefined when it says none, or is something else. */
export function versionOf(
  path: string,
  { versionArguments, versionPattern }: Component,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, [...versionArguments], { timeout: 60_000 }, (_err, stdout, stderr) => {
      // Some print it to stderr, and Go's logger prints before.
      resolve(versionPattern.exec(`${stdout}\n${stderr}`)?.[1])
    })
  })
}

/** Our config files hold for one major version. */
export function isSuitable(found: string | undefined, wanted: string): boolean {
  return found !== undefined && majorOf(found) === majorOf(wanted)
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? ''
}

/** -1, 0 or 1; missing parts count as 0: Go calls its first release of a line 1.26. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}
