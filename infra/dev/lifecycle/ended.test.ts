import { test } from 'vitest'
import { startDev } from './running-dev.ts'

/** The signal comes when it has printed one of these: moments during the start, and after it. */
const moments = [
  'run.mjs dev',
  'telemetry-backend listening',
  'gateway  listening',
  'Ctrl-C ends everything',
]
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const cases = moments.flatMap((moment) => signals.map((signal) => [signal, moment] as const))

test.each(cases)('%s at "%s" ends it and leaves nothing', async (signal, moment) => {
  await using dev = startDev()
  await dev.printed(moment)
  const before = dev.processes()

  dev.signal(signal)

  await dev.exitCode()
  await dev.gone(before)
})
