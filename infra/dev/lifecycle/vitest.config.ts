import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../vitest.limits.ts'

/**
 * These tests run the real `pnpm dev` in this checkout, one at a time, since they share ports and
 * folder.
 */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
