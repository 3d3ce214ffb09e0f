import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['browser/**/*.test.ts'],
    globalSetup: ['src/shared-fleet.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1, // a browser and a fleet fill two cores
  },
})
