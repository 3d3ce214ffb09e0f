import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

export default defineConfig({
  test: {
    ...hangLimits,
    root: `${import.meta.dirname}/..`,
    include: ['browser/**/*.test.ts'],
    globalSetup: ['src/shared-fleet.ts'],
    maxWorkers: 1, // a browser and a fleet already use two cores
  },
})
