import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../vitest.limits.ts'

/** Real `pnpm dev` runs in this checkout, one at a time: they share its ports and its folder. */
export default defineConfig({
  test: {
    ...hangLimits,
    dir: import.meta.dirname,
    fileParallelism: false,
  },
})
