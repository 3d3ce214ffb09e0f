import { defineConfig } from 'vitest/config'

// Some tests start a whole fleet, which takes seconds on a busy machine. `lifecycle` and
// `lifecycle-stack` have configurations of their own.
export default defineConfig({ test: { dir: 'src', maxWorkers: 2, testTimeout: 30_000 } })
