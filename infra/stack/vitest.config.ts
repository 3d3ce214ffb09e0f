import { configDefaults, defineConfig } from 'vitest/config'
import { hangLimits } from '../../vitest.limits.ts'

// What needs real programs or an image builder has a configuration of its own.
const others = ['native/test/**', 'docker/test/**']

export default defineConfig({
  test: { ...hangLimits, exclude: [...configDefaults.exclude, ...others] },
})
