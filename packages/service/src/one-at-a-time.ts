import { AsyncResource } from 'node:async_hooks'
import type { RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More than a chunk of the network holds; no client that means well has so many waiting. */
const mostWaiting = 2000

interface Waiting {
  res: ServerResponse
  /** In the context of its own request: what calls it is the end of the one before. */
  begin: () => void
}

/**
 * Takes the requests of one connection one after the other, each in a turn of its own. Answers leave
 * in the order of the requests in any case, so a client that sends many without waiting loses nothing;
 * but Node would begin them all at once, and whoever came on another connection waits for seconds.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const queues = new WeakMap<Socket, Waiting[]>()
  const serve = (socket: Socket, { res, begin }: Waiting) => {
    res.once('close', () => setImmediate(next, socket))
    begin()
  }
  const next = (socket: Socket) => {
    const queue = queues.get(socket) ?? []
    const waiting = queue.shift()
    if (!waiting) queues.delete(socket)
    if (queue.length === 0) socket.resume() // the body of the last one may still be on its way
    if (waiting && !socket.destroyed) serve(socket, waiting)
  }
  return (req, res) => {
    const queue = queues.get(req.socket)
    const begin = () => listener(req, res)
    if (!queue) {
      queues.set(req.socket, [])
      return serve(req.socket, { res, begin })
    }
    if (queue.length === mostWaiting) return void req.socket.destroy()
    queue.push({ res, begin: AsyncResource.bind(begin) })
    req.socket.pause() // what it has sent beyond this stays in the kernel
  }
}
