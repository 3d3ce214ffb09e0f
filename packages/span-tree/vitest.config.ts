import { defineConfig } from 'vitest/config'
import { hangLimits, pureModules } from '../../vitest.limits.ts'

// Without `dir`, vitest would find the compiled tests, too.
export default defineConfig({ test: { ...hangLimits, ...pureModules, dir: 'src', maxWorkers: 2 } })
