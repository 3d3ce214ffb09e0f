import { launchers, whenGone } from './launchers.ts'

export interface StopSignal {
  /** Aborted by Ctrl-C, SIGTERM, a closed terminal or a killed launcher. */
  signal: AbortSignal
  /** Resolves at that moment, with the reason. */
  stopped: Promise<string>
}

/** To be called first of all, so that a Ctrl-C during the start ends everything in order, too. */
export function listenForStop(): StopSignal {
  const abort = new AbortController()
  const { promise: stopped, resolve } = Promise.withResolvers<string>()
  const stop = (why: string) => {
    resolve(why)
    abort.abort(new Error(why))
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop(name))
  whenGone(launchers(), (pid) => stop(`the process that started this one (${pid}) is gone`))
  // Writing to a closed terminal fails. The error is ignored, since a SIGHUP follows.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return { signal: abort.signal, stopped }
}
