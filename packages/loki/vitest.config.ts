import { defineConfig } from 'vitest/config'
import { hangLimits, pureModules } from '../../vitest.limits.ts'

// Without dir the compiled code below dist would be searched for tests too.
export default defineConfig({ test: { ...hangLimits, ...pureModules, dir: 'src', maxWorkers: 2 } })
