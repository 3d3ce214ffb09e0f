import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// What judges a round is tested without a fleet.
export default defineConfig({ test: { ...hangLimits, include: ['chaos/**/*.test.ts'] } })
