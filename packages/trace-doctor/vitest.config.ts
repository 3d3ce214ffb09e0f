import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Without dir the compiled tests would be found too.
export default defineConfig({ test: { ...hangLimits, dir: 'src', maxWorkers: 2 } })
