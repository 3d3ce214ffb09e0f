import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    dir: 'src',
    testTimeout: 60_000, // whole fleets start here, which takes seconds on a busy machine
  },
})
