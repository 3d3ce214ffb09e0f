import { randomBytes } from 'node:crypto'
import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'

const connections = 16
const agent = new Agent({ keepAlive: true, maxSockets: connections })

/** As many GETs as that over 16 connections, each in a trace of its own; each has to answer the same. */
export async function sendGets(url: string, count: number, expected: string): Promise<void> {
  let begun = 0
  const sendInTurn = async () => {
    while (begun++ < count) {
      const body = await sendGet(url)
      if (body !== expected) throw new Error(`${url}: expected ${expected}, got ${body}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, sendInTurn))
}

// Not fetch, which takes more of a CPU than the server does.
function sendGet(url: string): Promise<string> {
  const ids = randomBytes(24).toString('hex')
  const traceparent = `00-${ids.slice(0, 32)}-${ids.slice(32)}-03`
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { traceparent } }, (res) => resolve(text(res))).on('error', reject)
  })
}
