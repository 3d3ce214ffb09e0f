/**
 * Import this once, in a test or in a file of `setupFilesAfterEnv`:
 * `import '@onetrace/span-tree/jest'`. Jest itself is not imported: its `expect` is global. Where
 * `injectGlobals` is off, call `expect.extend(spanTreeMatchers)`.
 */
import { type SpanTreeMatchers, spanTreeMatchers } from './matchers.ts'

export { spanTreeMatchers } from './matchers.ts'

declare global {
  namespace jest {
    // The parameters have to repeat those of @types/jest.
    // biome-ignore lint/complexity/noBannedTypes: @types/jest declares it like this
    interface Matchers<R, T = {}> extends SpanTreeMatchers<R> {}
  }
}

const { expect } = globalThis as { expect?: { extend(matchers: object): void } }
if (!expect) {
  throw new Error('expected a global expect, as jest provides it unless injectGlobals is off')
}
expect.extend(spanTreeMatchers)
