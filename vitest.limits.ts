/**
 * For every `vitest.config.ts`. Limits end what hangs, and nothing else: with other programs on its
 * cores, a machine may take minutes for what takes it a second alone. Waits within a test end
 * earlier, since they say what they waited for.
 */
export const hangLimits = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
}

/**
 * For packages whose modules keep no state: a worker loads them once, and not for each file of tests
 * anew, which is a third of what their tests cost.
 */
export const pureModules = { pool: 'threads', isolate: false } as const
