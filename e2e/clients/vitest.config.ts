import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Clients from other hands and questions whose answers are recorded, against what ONETRACE_BACKEND
// names: the embedded backend, or with `stack` real Jaeger and Loki. What is asserted is the same.
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
