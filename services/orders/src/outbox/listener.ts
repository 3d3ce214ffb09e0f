import { Socket } from 'node:net'
import type { Logger } from '@onetrace/telemetry'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import pg from 'pg'
import { WakeUp } from './wake-up.ts'

export interface ListenOptions {
  /** Of the database. */
  url: string
  channel: string
  /** Called for each notification, and when a connection is there, since some may have been missed. */
  onNotify: () => void
  log: Logger
  /** Longest wait for a connection. */
  connectMs: number
  /** Between two attempts to connect. */
  reconnectMs?: number
}

/** LISTEN on a connection of its own, which is opened again when it is lost. */
export class Listener {
  readonly #options: ListenOptions
  readonly #wakeUp = new WakeUp()
  readonly #running: Promise<void>
  #socket: Socket | undefined
  #stopped = false
  #failing = false

  constructor(options: ListenOptions) {
    this.#options = options
    // A connection keeps the context in which it was opened for as long as it lives. Opened inside of
    // a request it would put all that it wakes into that request's trace.
    this.#running = context.with(ROOT_CONTEXT, () => this.#run())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wakeUp.wake()
    // Not pg's `end`, which waits for the server to hang up, and so for one that says nothing.
    this.#socket?.destroy()
    await this.#running
  }

  async #run(): Promise<void> {
    const { reconnectMs = 1000 } = this.#options
    while (!this.#stopped) {
      await this.#listen().catch((err) => this.#sayOnce(err))
      if (!this.#stopped) await this.#wakeUp.sleep(reconnectMs)
    }
  }

  /** Resolves or rejects when the connection has ended. */
  async #listen(): Promise<void> {
    const { url, channel, onNotify, connectMs } = this.#options
    const socket = new Socket()
    this.#socket = socket
    const client = new pg.Client({
      connectionString: url,
      application_name: `${channel} listener`,
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      stream: () => socket,
    })
    const ended = new Promise<void>((resolve, reject) => {
      client.once('end', resolve)
      client.on('error', reject) // unheard, it ends the process
    })
    ended.catch(() => {}) // heard below, once there is a connection
    // pg leaves a connect open for ever when `end` is called before it is through.
    await Promise.race([client.connect(), ended])
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
    client.on('notification', onNotify)
    this.#failing = false
    onNotify()
    await ended
  }

  #sayOnce(err: unknown): void {
    if (this.#stopped || this.#failing) return
    this.#failing = true
    const { log, channel } = this.#options
    log.warn({ err, channel }, 'notifications do not arrive, polling goes on')
  }
}
