import { defineConfig } from 'vitest/config'

/** Real `pnpm stack --native` runs in this checkout, one at a time, on programs built before. */
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
