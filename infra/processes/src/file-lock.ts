import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

export interface LockOptions {
  /** Called once, when another process holds the lock. */
  onWait?: () => void
  signal?: AbortSignal | undefined
}

/**
 * Waits until no other process holds this file. SQLite locks it through the operating system, which
 * releases the lock however the holder ends. So no lock is ever stale, and no pid has to be
 * trusted.
 */
export async function lock(file: string, { onWait, signal }: LockOptions = {}) {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    for (let tries = 0; !claim(database); tries += 1) {
      if (tries === 0) onWait?.()
      await delay(100, undefined, { ...(signal && { signal }) })
    }
  } catch (err) {
    database.close()
    throw err
  }
  return { release: () => database.close() }
}

const sqliteBusy = 5

function claim(database: DatabaseSync): boolean {
  try {
    database.exec('begin exclusive')
    return true
  } catch (err) {
    if (Reflect.get(err as Error, 'errcode') === sqliteBusy) return false
    throw err
  }
}
