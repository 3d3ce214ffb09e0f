import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Clients of other projects, and questions whose answers are recorded. They run against the
// embedded backend, or with ONETRACE_BACKEND=stack against the real Jaeger and Loki, with the same
// assertions.
export default defineConfig({
  test: {
    ...hangLimits,
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['support/start-target.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    maxWorkers: 2,
  },
})
