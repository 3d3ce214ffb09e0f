import { defineConfig } from 'vitest/config'

// Without dir the compiled code below dist would be searched for tests too.
export default defineConfig({ test: { dir: 'src', maxWorkers: 2, testTimeout: 30_000 } })
