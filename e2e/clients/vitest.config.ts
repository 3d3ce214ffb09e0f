import { defineConfig } from 'vitest/config'

// Real clients against one target: the embedded backend, or with ONETRACE_BACKEND=stack the real
// components. What is asserted is the same.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['support/start-target.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
