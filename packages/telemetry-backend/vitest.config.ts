import { defineConfig } from 'vitest/config'
import { hangLimits, pureModules } from '../../vitest.limits.ts'

export default defineConfig({
  test: {
    ...hangLimits,
    ...pureModules,
    include: ['src/**/*.test.ts', 'page/src/**/*.test.ts'],
    maxWorkers: 2,
  },
})
