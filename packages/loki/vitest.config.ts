import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// Without dir the compiled code below dist would be searched for tests too.
export default defineConfig({ test: { ...hangLimits, dir: 'src', maxWorkers: 2 } })
