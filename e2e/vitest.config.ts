import { defineConfig } from 'vitest/config'
import { backendName } from './src/backend-name.ts'

// The flows hold for both backends. The folder of each has what only that one answers: the page's
// own API, or logcli and Prometheus.
const backend = backendName(process.env)

export default defineConfig({
  test: {
    include: ['flows/**/*.test.ts', `${backend}/**/*.test.ts`],
    globalSetup: ['src/shared-fleet.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    // Waits end by their own deadlines, which say what they waited for; this is the last resort.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
