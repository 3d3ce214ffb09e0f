import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

export default defineConfig({
  test: {
    ...hangLimits,
    include: ['src/**/*.test.ts', 'page/src/**/*.test.ts'],
    maxWorkers: 2,
  },
})
