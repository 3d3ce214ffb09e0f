// `pnpm dev` runs Postgres, the telemetry backend and the three services in watch mode, with one
// screen and one Ctrl-C.
import { parseArgs } from 'node:util'
import { runFleet } from './run-fleet.ts'

const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } })
await runFleet({ ...values, backend: 'embedded' })
