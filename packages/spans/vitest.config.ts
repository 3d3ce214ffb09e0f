import { defineConfig } from 'vitest/config'
import { hangLimits, pureModules } from '../../vitest.limits.ts'

// Without dir the compiled tests would be found too.
export default defineConfig({ test: { ...hangLimits, ...pureModules, dir: 'src', maxWorkers: 2 } })
