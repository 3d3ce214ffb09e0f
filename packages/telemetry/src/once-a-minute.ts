import { context, ROOT_CONTEXT } from '@opentelemetry/api'

/**
 * Runs `say` at most once a minute, with the sum of what was reported since the last time: a
 * backend that is down must not fill the log, and a loss must not go unsaid either. What it says is
 * the process', not that of the request that was active when something was lost.
 */
export function onceAMinute(say: (sum: number, latest: unknown) => void) {
  let sum = 0
  let latest: unknown
  let timer: NodeJS.Timeout | undefined

  function speak() {
    context.with(ROOT_CONTEXT, () => {
      say(sum, latest)
      timer = setTimeout(listen, 60_000).unref()
    })
    sum = 0
  }

  function listen() {
    timer = undefined
    if (sum > 0) speak()
  }

  return (count: number, cause: unknown) => {
    sum += count
    latest = cause
    if (!timer) speak()
  }
}
