/**
 * Import this once, in a test or in a setup file: `import '@onetrace/span-tree/vitest'`.
 */
import { expect } from 'vitest'
import { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'

declare global {
  namespace Chai {
    // Every major version of vitest takes its matchers from this interface, too. The interface
    // `Matchers` has other type parameters in each version, which we would have to repeat.
    interface Assertion extends SpanTreeMatchers<void> {}
  }
}

expect.extend(spanTreeMatchers)
