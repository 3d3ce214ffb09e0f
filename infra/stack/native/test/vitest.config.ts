import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../../vitest.limits.ts'

/** On the real programs, which are found or built first: see `build:native`. */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
