/**
 * The SDK that the register file started, as the rest of this package sees it. That rest must not
 * import the SDK, because services also run without one; the state is then `undefined`.
 */
export interface RunningSdk {
  /** Names of the instrumentations that were switched on, `http`, `express`, … */
  instrumentations: ReadonlySet<string>
  /** Whether http and express are the stock instrumentations, which patch. */
  patchesServer: boolean
  /** Whether an instrumentation has wrapped this function. */
  isPatched: (fn: unknown) => boolean
  flush: () => Promise<void>
  shutdown: () => Promise<void>
}

let running: RunningSdk | undefined

export function setRunningSdk(sdk: RunningSdk): void {
  running = sdk
}

export function runningSdk(): RunningSdk | undefined {
  return running
}

/** Resolves when every span that has ended is exported, or counted as failed. */
export async function flushTelemetry(): Promise<void> {
  await running?.flush()
}

/** Flushes and stops the exporters; spans that end later are lost. */
export async function shutdownTelemetry(): Promise<void> {
  await running?.shutdown()
}
