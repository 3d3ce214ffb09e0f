import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    // Each builds an image, which installs packages.
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
