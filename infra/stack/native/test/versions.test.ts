import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtComponent, builtNames } from '../programs/components.ts'
import { builtPath } from '../programs/find-binary.ts'
import { versionOf } from '../programs/version.ts'

// Programs on PATH were asked for their version when they were found. Those of ONETRACE_STACK_BIN
// may have any.
for (const component of builtNames.map(builtComponent)) {
  const path = builtPath(component)
  test.runIf(existsSync(path))(`the ${component.name} that we built says its version`, async () => {
    expect(await versionOf(path, component)).toBe(component.version)
  })
}
