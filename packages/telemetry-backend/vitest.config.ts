import { defineConfig } from 'vitest/config'

// Some tests start processes, which take seconds on a busy machine.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'page/src/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
})
