import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 30_000, // processes start here, which takes seconds on a busy machine
  },
})
