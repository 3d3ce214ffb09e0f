import { defineConfig } from 'vitest/config'

// Some tests wait for connections to end, which takes seconds on a busy machine.
export default defineConfig({ test: { dir: 'src', maxWorkers: 2, testTimeout: 30_000 } })
