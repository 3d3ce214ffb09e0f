import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'
import { pythonWith } from '../src/python.ts'

const run = promisify(execFile)
const python = await pythonWith(join(import.meta.dirname, 'requirements.txt'))
const own = useOwnFleet()

/** Its script has a path of the environment inside that is not the environment's any more. */
const schemathesis = 'from schemathesis.cli import schemathesis; schemathesis()'

test('requests made up from the description find no answer that it does not describe', async () => {
  if ('missing' in python) throw new Error(python.missing)
  const { world, restart } = own()
  await restart('gateway', { RATE_LIMIT: '1000000', RATE_LIMIT_STRANGERS: '1000000' })

  const args = [
    '-c',
    schemathesis,
    'run',
    `${world.urls.gateway}/openapi.json`,
    ...['--header', `Authorization: Bearer ${world.key}`],
    ...['--phases', 'examples,coverage,fuzzing,stateful'],
    ...['--max-examples', '25', '--seed', '1', '--continue-on-failure', '--no-color'],
  ]
  const { stdout, code } = await run(python.path, args, { cwd: import.meta.dirname }).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (err) => ({ stdout: `${err.stdout}${err.stderr}`, code: err.code as number }),
  )

  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/No issues found/)
})
