import { defineConfig } from 'vitest/config'

/** On the real programs, which are found or built first: see `build:native`. */
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    fileParallelism: false,
    testTimeout: 60_000,
  },
})
