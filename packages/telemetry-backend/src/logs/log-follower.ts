import { watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Counters } from '../counters.ts'
import { logLine } from '../log-line.ts'
import type { LogStore } from '../store/log-store.ts'
import { FileTail, fileKey } from './file-tail.ts'
import { toStoredLine } from './stored-line.ts'

interface FollowOptions {
  dir: string | undefined
  store: LogStore
  counters: Counters
}

export interface Follower {
  /** Reads every file up to the end it has now. */
  catchUp: () => Promise<void>
  close: () => Promise<void>
}

/** The JSON log of Postgres has another ending: `postgresql-2026-01-31.json`. */
const followed = /\.log$|^postgres.*\.json$/
const pollMs = 250
/** A busy writer makes the follower read once in this time at most. */
const wakeUpMs = 50
/** Loki's own limit on a line. */
const maxLineBytes = 256 * 1024
/** A renamed or deleted file is still read for this time, since its writer may add last lines. */
const deletedForMs = 10_000
const maxRotatedAway = 64

/**
 * Follows each `*.log` of a folder like Promtail: however it is rotated, no line is lost or read
 * twice.
 */
export function followLogs({ dir, store, counters }: FollowOptions): Follower {
  if (!dir) return { catchUp: async () => {}, close: async () => {} }
  const scanner = createScanner(dir, { dir, store, counters })
  const wakeUp = watchFolder(dir, catchUp)
  let running = Promise.resolve()
  let next: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  /** Waits for a scan that starts after the call; several callers can share one. */
  function catchUp(): Promise<void> {
    next ??= running.then(() => {
      next = undefined
      running = closed ? Promise.resolve() : scanner.scan()
      return running
    })
    return next
  }

  async function poll(): Promise<void> {
    await catchUp()
    if (closed) return
    wakeUp.renew()
    timer = setTimeout(poll, pollMs)
  }

  async function close(): Promise<void> {
    closed = true
    clearTimeout(timer)
    wakeUp.close()
    scanner.stop()
    await (next ?? running)
    await scanner.close()
  }

  void poll()
  return { catchUp, close }
}

/**
 * Makes the follower quicker, but is not relied on: it fails for network folders and containers.
 */
function watchFolder(dir: string, onChange: () => unknown) {
  let watcher: ReturnType<typeof watch> | undefined
  let timer: NodeJS.Timeout | undefined
  const close = () => {
    clearTimeout(timer)
    watcher?.close()
    watcher = undefined
  }
  const wakeUp = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      onChange()
    }, wakeUpMs)
  }
  const renew = () => {
    if (watcher) return
    try {
      watcher = watch(dir, { persistent: false }, wakeUp).on('error', close)
    } catch {
      // The folder does not exist yet, or the system has no watches left. The next poll tries
      // again.
    }
  }
  return { renew, close }
}

function createScanner(dir: string, { store, counters }: FollowOptions) {
  /** In the order in which they were found, so that a rotated file is read before its successor. */
  const tails = new Map<string, FileTail>()
  const complained = new Set<string>()

  async function scan(): Promise<void> {
    const listed = await listLogs(dir).catch((error) => {
      complain(dir, error)
      return new Map<string, string>()
    })
    for (const [key, path] of listed) if (!tails.has(key)) await start(path)
    for (const tail of [...tails.values()]) {
      await read(tail, listed.has(tail.key))
    }
    const away = [...tails.values()].filter((tail) => !listed.has(tail.key))
    for (const tail of away.slice(0, -maxRotatedAway)) await drop(tail)
  }

  async function start(path: string): Promise<void> {
    const fileName = parse(path).name
    const onLine = (text: string, cut: boolean) => keep(text, { cut, fileName })
    try {
      const tail = await FileTail.open({ path, maxLineBytes, onLine })
      if (tails.has(tail.key)) await tail.close()
      else tails.set(tail.key, tail)
    } catch (error) {
      complain(path, error)
    }
  }

  async function read(tail: FileTail, isListed: boolean): Promise<void> {
    try {
      const { deleted } = await tail.readToEnd()
      if (deleted && !isListed && Date.now() - tail.lastGrowth > deletedForMs) await drop(tail)
    } catch (error) {
      complain(tail.key, error)
    }
  }

  async function drop(tail: FileTail): Promise<void> {
    tails.delete(tail.key)
    await tail.close()
  }

  function keep(text: string, { cut, fileName }: { cut: boolean; fileName: string }): void {
    const { plain, ...line } = toStoredLine(text, fileName)
    counters.logLinesRead += 1
    if (plain) counters.logLinesPlain += 1
    if (cut) counters.logLinesCut += 1
    store.add(line)
  }

  function complain(what: string, error: unknown): void {
    if (complained.has(what)) return
    complained.add(what)
    logLine('warn', 'logs cannot be read', { from: what, err: String(error) })
  }

  return {
    scan,
    stop: () => tails.forEach((tail) => void tail.stop()),
    close: async () => void (await Promise.all([...tails.values()].map((tail) => tail.close()))),
  }
}

async function listLogs(dir: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const name of await namesIn(dir)) {
    if (!followed.test(name)) continue
    const path = join(dir, name)
    const found = await stat(path, { bigint: true }).catch(() => undefined) // it may be gone by now
    if (found?.isFile()) files.set(fileKey(found), path)
  }
  return files
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
