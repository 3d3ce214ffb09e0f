import { defineConfig } from 'vitest/config'
import { hangLimits } from '../vitest.limits.ts'
import { backendName } from './src/backend-name.ts'

// The flows hold for both backends. The folder of each has what only that one answers: the page's
// own API, or logcli and Prometheus.
const backend = backendName(process.env)

export default defineConfig({
  test: {
    ...hangLimits,
    include: ['flows/**/*.test.ts', `${backend}/**/*.test.ts`],
    globalSetup: ['src/shared-fleet.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    maxWorkers: 2,
  },
})
