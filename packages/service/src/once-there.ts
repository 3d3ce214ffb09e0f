import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@onetrace/telemetry'
import { ApiError } from './api-error.ts'

/**
 * Does it again until nothing that it needs is `unavailable`: whoever starts a service together with
 * its database, or while that is away, need not start it again. It says so when it begins to wait and
 * when that is over. Whatever else fails is thrown, since it would fail again.
 */
export async function onceThere<T>(work: () => Promise<T>, log: Logger): Promise<T> {
  let waiting = false
  for (;;) {
    try {
      const result = await work()
      if (waiting) log.info({}, 'the database is there')
      return result
    } catch (err) {
      if (!(err instanceof ApiError && err.code === 'unavailable')) throw err
      if (!waiting) log.warn({ err }, 'waiting for the database')
      waiting = true
      await pause(250)
    }
  }
}
