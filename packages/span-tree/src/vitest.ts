/**
 * Import this once, in a test or in a setup file: `import '@onetrace/span-tree/vitest'`.
 */
import { expect } from 'vitest'
import { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'

declare global {
  namespace Chai {
    // Every major of vitest makes its matchers of these as well. Its own interface `Matchers` has
    // other type parameters in each, which whoever adds to it would have to repeat.
    interface Assertion extends SpanTreeMatchers<void> {}
  }
}

expect.extend(spanTreeMatchers)
