import { expect, test } from 'vitest'
import { binariesOf } from '../src/binaries.ts'
import { componentNames, componentOf } from '../src/components.ts'
import { isSuitable, versionOf } from '../src/version.ts'

test.each(componentNames)('%s says a version that the config files are for', async (name) => {
  // Without the folder that may be named: what is taken from there is not asked for its version.
  const { ONETRACE_STACK_BIN: _, ...env } = process.env
  const component = componentOf(name)
  const { [name]: path } = await binariesOf([name], { env })

  const version = await versionOf(path ?? '', component)

  expect(isSuitable(version, component.version)).toBe(true)
})
