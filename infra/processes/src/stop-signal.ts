import { launchers, whenGone } from './launchers.ts'

export interface StopSignal {
  /** Aborted by Ctrl-C, SIGTERM, a closed terminal or a killed launcher. */
  signal: AbortSignal
  /** Resolves then, with why. */
  stopped: Promise<string>
}

/** Listens from the first moment on, so that a Ctrl-C during the start ends it in order too. */
export function listenForStop(): StopSignal {
  const abort = new AbortController()
  const { promise: stopped, resolve } = Promise.withResolvers<string>()
  const stop = (why: string) => {
    resolve(why)
    abort.abort(new Error(why))
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop(name))
  whenGone(launchers(), (pid) => stop(`the process that started this one (${pid}) is gone`))
  // A terminal that was closed cannot be written to; the SIGHUP says the rest.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return { signal: abort.signal, stopped }
}
