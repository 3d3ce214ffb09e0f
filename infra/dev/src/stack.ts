// `pnpm stack`: the real components. With --native as processes of this machine, else in Docker.
import { parseArgs } from 'node:util'
import { runDocker } from '@onetrace/stack'
import { runFleet } from './run-fleet.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    native: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
})
if (values.native) await runFleet({ fresh: values.fresh, backend: 'stack' })
else process.exitCode = await runDocker(positionals)
