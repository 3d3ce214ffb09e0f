import { Agent, request } from 'node:http'

const connections = 4
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const headers = { 'content-type': 'application/x-protobuf' }

/** Sends all bodies, a few at a time; resolves when the last one is answered. */
export async function sendAll(url: string, bodies: Buffer[]): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let body = bodies[next++]; body; body = bodies[next++]) await post(url, body)
  }
  await Promise.all(Array.from({ length: connections }, worker))
}

function post(url: string, body: Buffer): Promise<void> {
  return new Promise((done, failed) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 200) done()
        else failed(new Error(`the export was answered ${answer.statusCode}`))
      })
    })
    sending.on('error', failed).end(body)
  })
}

/** The milliseconds that each of `times` requests took, sorted. */
export async function timeGets(url: (at: number) => string, times: number): Promise<number[]> {
  const taken: number[] = []
  for (let at = 0; at < times; at++) {
    const started = performance.now()
    const answer = await fetch(url(at))
    await answer.text()
    if (answer.status !== 200) throw new Error(`${url(at)} was answered ${answer.status}`)
    taken.push(performance.now() - started)
  }
  return taken.sort((a, b) => a - b)
}
