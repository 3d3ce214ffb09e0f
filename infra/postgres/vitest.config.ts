import { defineConfig } from 'vitest/config'

// Most of a test here is waiting for processes, which even two cores do for two files at once. On a
// busy machine initdb alone may take seconds.
export default defineConfig({ test: { maxWorkers: 2, testTimeout: 30_000 } })
