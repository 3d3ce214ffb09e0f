import { writeFileSync } from 'node:fs'

/** An executable shell script in place of a program. */
export function writeProgram(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}
