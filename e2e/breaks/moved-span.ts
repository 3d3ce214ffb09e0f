// This is preloaded into orders to break it: COMMIT becomes a child of the request instead of the
// step.
import { context, trace } from '@opentelemetry/api'
import { getRPCMetadata } from '@opentelemetry/core'

const originalFetch = globalThis.fetch
let patched = false

globalThis.fetch = async (...call) => {
  await patchOnce() // by now the service has loaded pg, which is instrumented
  return originalFetch(...call)
}

async function patchOnce(): Promise<void> {
  if (patched) return
  patched = true
  const { default: pg } = await import('pg')
  const query: (...args: unknown[]) => unknown = pg.Client.prototype.query
  Object.assign(pg.Client.prototype, {
    query(this: unknown, ...args: unknown[]) {
      return textOf(args[0]) === 'commit'
        ? underRequest(() => query.apply(this, args))
        : query.apply(this, args)
    },
  })
}

/** A statement is given as a text, or as an object with its settings. */
function textOf(statement: unknown): unknown {
  return statement instanceof Object ? Reflect.get(statement, 'text') : statement
}

function underRequest<T>(fn: () => T): T {
  const active = context.active()
  const span = getRPCMetadata(active)?.span
  return span ? context.with(trace.setSpan(active, span), fn) : fn()
}
