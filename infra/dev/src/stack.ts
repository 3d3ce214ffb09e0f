// `pnpm stack`: the real components. With --native as processes of this machine, else in Docker.
import { parseArgs } from 'node:util'
import { runDocker } from '@onetrace/stack'
import { runFleet } from './run-fleet.ts'

const args = process.argv.slice(2)
if (args.includes('--native')) {
  const { values } = parseArgs({
    options: {
      native: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
    },
  })
  await runFleet({ fresh: values.fresh, backend: 'stack' })
} else {
  // As they are: `pnpm stack down --volumes` and the like are Docker Compose's to understand.
  process.exitCode = await runDocker(args)
}
