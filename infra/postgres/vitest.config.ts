import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Most of a test here is waiting for processes, which even two cores do for two files at once.
export default defineConfig({ test: { ...hangLimits, maxWorkers: 2 } })
