import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../vitest.limits.ts'

/** Real `pnpm stack --native` runs in this checkout, one at a time, on programs built before. */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
