/**
 * Import this once, in a test or in a setup file: `import '@onetrace/span-tree/vitest'`.
 */
import { expect } from 'vitest'
import { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'

declare module 'vitest' {
  // The parameters have to repeat those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends SpanTreeMatchers<R> {}
}

expect.extend(spanTreeMatchers)
