import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { componentNames, componentOf } from '../src/components.ts'
import { builtPath } from '../src/find-binary.ts'
import { versionOf } from '../src/version.ts'

// Those of PATH were asked when they were found, and those of ONETRACE_STACK_BIN need none.
for (const component of componentNames.map(componentOf)) {
  const path = builtPath(component)
  test.runIf(existsSync(path))(`the ${component.name} that we built says its version`, async () => {
    expect(await versionOf(path, component)).toBe(component.version)
  })
}
