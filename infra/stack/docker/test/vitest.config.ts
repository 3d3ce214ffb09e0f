import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../../../vitest.limits.ts'

export default defineConfig({
  test: {
    ...hangLimits,
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    // Each test builds an image, which installs packages.
    testTimeout: 600_000,
  },
})
