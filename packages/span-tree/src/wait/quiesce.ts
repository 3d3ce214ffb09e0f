/**
 * Something to ask whether it has come to rest: an endpoint to POST to, which answers when it has,
 * or a function such as `() => provider.forceFlush()`.
 */
export type Quiesce = string | URL | (() => unknown)

/**
 * Asks one after the other, in this order: a service that is asked before its caller has come to
 * rest may still be called later.
 */
export async function quiesceAll(all: readonly Quiesce[], signal: AbortSignal): Promise<void> {
  for (const quiesce of all) {
    if (typeof quiesce === 'function') await untilAborted(quiesce(), signal)
    else await post(quiesce, signal)
  }
}

async function post(url: string | URL, signal: AbortSignal): Promise<void> {
  const response = await ask(url, signal)
  if (response.ok) return
  const answer = (await response.text()).slice(0, 200)
  throw new Error(`POST ${url}: expected 200, got ${response.status} ${answer}`.trim())
}

async function ask(url: string | URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', signal })
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const why = inner instanceof Error ? inner.message || inner.name : String(inner)
    throw new Error(`POST ${url}: expected an answer, got none: ${why}`, { cause })
  }
}

async function untilAborted(work: unknown, signal: AbortSignal): Promise<void> {
  await new Promise((done, fail) => {
    const stop = () => fail(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    const end = () => signal.removeEventListener('abort', stop)
    Promise.resolve(work).then(done, fail).finally(end)
  })
}
