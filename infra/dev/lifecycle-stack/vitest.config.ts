import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../vitest.limits.ts'

/**
 * These tests run the real `pnpm stack --native` in this checkout, one at a time; its programs must
 * be built.
 */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
