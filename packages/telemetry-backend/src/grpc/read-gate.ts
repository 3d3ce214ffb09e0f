import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js'

/** As for a body over HTTP: who has not sent it all by then is sent away. */
const longestReadMs = 30_000

/**
 * Lets so many calls be read at a time. The library gathers each message in memory before anybody
 * sees it; a call that waits here holds what HTTP/2 lets it send unasked, 64 KiB.
 */
export function createReadGate(max: number): ServerInterceptor {
  const gate = new Gate(max)
  return (_, call) => {
    let leave = () => {}
    const tooSlow = () => {
      call.sendStatus({ code: status.DEADLINE_EXCEEDED, details: 'the message came too slowly' })
    }
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, read) => {
            let timer: NodeJS.Timeout | undefined
            const left = gate.enter(() => {
              timer = setTimeout(tooSlow, longestReadMs)
              read(metadata)
            })
            leave = () => {
              clearTimeout(timer)
              left()
            }
          },
          // Told at the end of every call, whoever ended it.
          onCancel: () => leave(),
        }),
      sendStatus: (given, next) => {
        leave()
        next(given)
      },
    })
  }
}

/** Who comes while it is full enters in the order of arrival, when others have left. */
class Gate {
  readonly #max: number
  readonly #inside = new Set<symbol>()
  readonly #waiting = new Map<symbol, () => void>()

  constructor(max: number) {
    this.#max = max
  }

  /** Calls `enter` now or later. The function that it returns is for leaving, or no longer waiting. */
  enter(enter: () => void): () => void {
    const who = Symbol('call')
    this.#waiting.set(who, enter)
    this.#letIn()
    return () => {
      this.#waiting.delete(who)
      if (this.#inside.delete(who)) this.#letIn()
    }
  }

  #letIn(): void {
    for (const [who, enter] of this.#waiting) {
      if (this.#inside.size >= this.#max) return
      this.#waiting.delete(who)
      this.#inside.add(who)
      enter()
    }
  }
}
