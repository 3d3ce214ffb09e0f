import { defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// A client that makes up requests from the API's description, good ones and bad ones, needs Python.
export default defineConfig({
  test: { ...hangLimits, root: import.meta.dirname, include: ['*.test.ts'] },
})
