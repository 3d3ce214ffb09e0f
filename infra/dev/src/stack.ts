// `pnpm stack` runs the real components: with --native as processes of this machine, else in
// Docker.
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
  // All arguments are passed on: Docker Compose understands `pnpm stack down --volumes` and the
  // like.
  process.exitCode = await runDocker(args)
}
