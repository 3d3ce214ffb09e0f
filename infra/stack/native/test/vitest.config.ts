import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../../vitest.limits.ts'

/** These tests run the real programs, which must be found or built before: see `build:native`. */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
