import { defineConfig } from 'vitest/config'

// Without dir the compiled tests would be found too; some sizes take seconds on a busy machine.
export default defineConfig({ test: { dir: 'src', maxWorkers: 2, testTimeout: 30_000 } })
