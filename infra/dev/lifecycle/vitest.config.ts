import { defineConfig } from 'vitest/config'

/** Real `pnpm dev` runs in this checkout, one at a time: they share its ports and its folder. */
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
