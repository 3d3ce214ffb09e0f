import { configDefaults, defineConfig } from 'vitest/config'

// What needs real programs or an image builder has a configuration of its own.
const others = ['native/**', 'docker/test/**']

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, ...others],
    testTimeout: 30_000, // some start processes, which take seconds on a busy machine
  },
})
