import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtComponent, builtNames } from '../programs/components.ts'
import { builtPath } from '../programs/find-binary.ts'
import { linkedModules } from './linked-modules.ts'

const permissive = ['Apache', 'MIT', 'BSD', 'ISC']

/**
 * Parts of the OpenTelemetry Collector and of Jaeger's Kafka client, which are under the MPL 2.0.
 * That license holds for its own files, which are used unchanged, and asks nothing of code that is
 * linked with them.
 */
const fileLevel = [
  'github.com/hashicorp/errwrap',
  'github.com/hashicorp/go-multierror',
  'github.com/hashicorp/go-uuid',
  'github.com/hashicorp/go-version',
  'github.com/hashicorp/golang-lru',
  'github.com/hashicorp/golang-lru/v2',
]

for (const component of builtNames.map(builtComponent)) {
  const path = builtPath(component)
  const modules = existsSync(path) ? linkedModules(path) : undefined
  if (!modules) console.log(`skipped: licenses in ${component.name}: it was not built here`)

  test.runIf(modules)(`what ${component.name} is built from is under permissive licenses`, () => {
    const others = modules?.filter(
      ({ licenses }) =>
        licenses.length === 0 || licenses.some((license) => !permissive.includes(license)),
    )

    expect(modules?.length).toBeGreaterThan(50)
    expect(others?.filter(({ name }) => !fileLevel.includes(name))).toEqual([])
  })
}
