import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    setupFiles: ['@onetrace/span-tree/vitest'],
    testTimeout: 1_200_000, // only ends what hangs; three installs from the registry may take minutes
  },
})
