import { defineConfig } from 'vitest/config'

// Most of a test here is waiting for processes, which even two cores do for two files at once.
export default defineConfig({ test: { maxWorkers: 2 } })
