import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

export default defineConfig({ test: { ...hangLimits } })
