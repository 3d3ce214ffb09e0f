import { defineConfig } from 'vitest/config'

// Clients from other hands, unchanged, against the backend that ONETRACE_BACKEND names.
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
