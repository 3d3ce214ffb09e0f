import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Without `dir`, vitest would find the compiled tests, too.
export default defineConfig({ test: { ...hangLimits, dir: 'src', maxWorkers: 2 } })
