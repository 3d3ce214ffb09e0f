import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['flows/**/*.test.ts'],
    globalSetup: ['src/shared-fleet.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    // Waits end by their own deadlines, which say what they waited for; this is the last resort.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
