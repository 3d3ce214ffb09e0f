import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@onetrace/telemetry'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import type { Batch } from './consumer-span.ts'
import type { Delivery } from './deliver.ts'
import type { Message } from './message.ts'
import type { Due, OutboxStore } from './outbox-store.ts'
import { WakeUp } from './wake-up.ts'

export interface RelayOptions {
  store: OutboxStore
  deliver: (batch: Batch) => Promise<Delivery[]>
  /** Most batches under way at once. */
  concurrency: number
  batchSize: number
  leaseMs: number
  /** Longest sleep. A notification may be missed, and another process may die with a message. */
  pollMs: number
  log: Logger
}

/**
 * Takes messages from the outbox and delivers them, until it is stopped. Any number of relays, in
 * one process or in many, may do so at once.
 */
export class Relay {
  readonly #options: RelayOptions
  readonly #wakeUp = new WakeUp()
  readonly #underWay = new Set<Promise<void>>()
  #running: Promise<void> | undefined
  #stopped = false
  #failing = false

  constructor(options: RelayOptions) {
    this.#options = options
  }

  /** In no request's context, whoever calls it: what it does between deliveries makes no spans. */
  start(): void {
    this.#running ??= context.with(ROOT_CONTEXT, () => this.#run())
  }

  /** There may be something to deliver. */
  wake(): void {
    this.#wakeUp.wake()
  }

  /**
   * Resolves when every message that was there when it was called is delivered or a dead letter,
   * whichever process does it, the delays between attempts included.
   */
  async drained(): Promise<void> {
    const { store } = this.#options
    const last = await store.lastPosition()
    while (await store.isPending(last)) await pause(20)
    await this.#settled()
  }

  /** Takes no more, and resolves when what is under way has an outcome. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.wake()
    await this.#running
    await this.#settled()
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#wakeUp.clear()
      const taken = await this.#orNothing(() => this.#take())
      for (const batch of batchesOf(taken ?? [], this.#options.batchSize)) this.#begin(batch)
      // What was there may have been more than what was asked for: look again before going to sleep.
      if (!taken?.length) await this.#sleep()
    }
  }

  get #free(): number {
    return this.#options.concurrency - this.#underWay.size
  }

  async #take(): Promise<Message[]> {
    const { store, batchSize, leaseMs } = this.#options
    return this.#free > 0 ? store.take({ limit: this.#free * batchSize, leaseMs }) : []
  }

  /** Until it is woken, or a look finds something due. */
  async #sleep(): Promise<void> {
    for (;;) {
      const due = await this.#look()
      if (due?.now || (await this.#wakeUp.sleep(this.#untilNext(due)))) return
    }
  }

  async #look(): Promise<Due | undefined> {
    const { store } = this.#options
    // With no room for more a delivery that ends is the wake-up.
    return this.#free > 0 ? this.#orNothing(() => store.whatIsDue()) : undefined
  }

  #untilNext(due: Due | undefined): number {
    const { pollMs } = this.#options
    return Math.min(pollMs, Math.ceil(due?.nextInMs ?? pollMs))
  }

  #begin(batch: Batch): void {
    const delivery = this.#deliver(batch).finally(() => {
      this.#underWay.delete(delivery)
      this.wake() // there is room again, and the next message of the same key has its turn
    })
    this.#underWay.add(delivery)
  }

  async #deliver(batch: Batch): Promise<void> {
    const deliveries = await this.#options.deliver(batch)
    // After the span has ended: who sees a settled message finds its span among those to be sent.
    await this.#orNothing(() => this.#settle(deliveries))
  }

  async #settle(deliveries: Delivery[]): Promise<void> {
    const { store } = this.#options
    const taken = (delivery: Delivery) => ({
      id: delivery.message.id,
      attempt: delivery.message.attempt,
    })
    const delivered = deliveries.filter(({ outcome }) => outcome === 'delivered')
    if (delivered.length > 0) await store.remove(delivered.map(taken))
    for (const delivery of deliveries) {
      if (delivery.outcome === 'failed') await store.postpone(taken(delivery), delivery)
      if (delivery.outcome === 'dead') await store.giveUp(taken(delivery), delivery.error)
    }
  }

  /**
   * Undefined when the database does not answer, which is said when it begins and when it is over.
   * What could not be written down comes again when its lease is over.
   */
  async #orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { log } = this.#options
    try {
      const result = await work()
      if (this.#failing) log.info({}, 'the outbox answers again')
      this.#failing = false
      return result
    } catch (err) {
      if (!this.#failing) log.warn({ err }, 'the outbox does not answer')
      this.#failing = true
      return undefined
    }
  }
}

function batchesOf(messages: Message[], size: number): Batch[] {
  const byTopic = Map.groupBy(messages, ({ topic }) => topic)
  return [...byTopic].flatMap(([topic, ofTopic]) =>
    Array.from({ length: Math.ceil(ofTopic.length / size) }, (_, index) => ({
      topic,
      messages: ofTopic.slice(index * size, (index + 1) * size),
    })),
  )
}
