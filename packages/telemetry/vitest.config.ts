import { defineConfig } from 'vitest/config'

// These limits only end what hangs. They are written out here because this folder can be copied.
export default defineConfig({
  test: { dir: 'src', maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000 },
})
