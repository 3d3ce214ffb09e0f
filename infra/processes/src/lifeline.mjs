/**
 * This file is preloaded (`--import`) into every Node process of a fleet. It holds a connection to
 * the process that started the fleet, and ends its own process when the connection closes. A
 * starter that is killed runs no handler, but the kernel closes its connections.
 *
 * It is plain JavaScript for any Node version: through NODE_OPTIONS it also gets into a package
 * manager that runs on the machine's own Node.
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
  // `node --watch` does not load preloads, and when it is killed, its child would go on alone.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || end(), 250).unref()
  // Without this word, the starter knows that the process was killed.
  process.on('exit', () => socket.write('bye\n'))
}

function end() {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(1), graceMs).unref()
  // The process drains in its own handlers; without any, the default action of the signal ends it.
  process.kill(process.pid, 'SIGTERM')
}
