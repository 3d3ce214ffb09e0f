import { defineConfig } from 'vitest/config'

// Limits end what hangs, and nothing else. They are written out here since this folder can be copied.
export default defineConfig({
  test: { dir: 'src', maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000 },
})
