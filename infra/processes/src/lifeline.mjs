/**
 * Preloaded (`--import`) into every Node process of a fleet: holds a connection to the process
 * that started the fleet, and ends this one when it closes. A starter that is killed runs no
 * handler, but the kernel closes its connections.
 *
 * Plain JavaScript for any Node: through NODE_OPTIONS it also reaches a package manager that runs
 * on the machine's own.
 */
import { connect } from 'node:net'

const graceMs = 3000
const [port, token] = (process.env.ONETRACE_LIFELINE ?? '').split(':')

let ending = false

if (port && token) holdOn()

function holdOn() {
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  socket.write(`${JSON.stringify({ token, pid: process.pid, ppid: process.ppid })}\n`)
  socket.unref()
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', end)
  // `node --watch` loads no preload; when it is killed, its child would go on without it.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || end(), 250).unref()
  // Its absence tells the starter that this process was killed.
  process.on('exit', () => socket.write('bye\n'))
}

function end() {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(1), graceMs).unref()
  // Its own handlers drain it; without any, the signal's default action ends it.
  process.kill(process.pid, 'SIGTERM')
}
