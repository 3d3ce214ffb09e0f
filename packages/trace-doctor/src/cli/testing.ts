/** For this folder's tests: a server that answers as told, and the command in this process. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { run } from './run.ts'

export type Answers = Record<
  string,
  { status?: number; body: unknown } | ((query: URLSearchParams) => unknown)
>

/** Answers each path with what is given for it; as Jaeger does, any other with a web page. */
export async function serve(answers: Answers): Promise<{ url: string; asked: URL[] }> {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    asked.push(url)
    const given = answers[url.pathname] ?? { body: '<!doctype html>' }
    const { status = 200, body } =
      typeof given === 'function' ? { body: given(url.searchParams) } : given
    response.writeHead(status, { 'content-type': 'text/plain' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

export interface Outcome {
  code: number
  out: string
  err: string
}

export async function runHere(args: string[], { color = false } = {}): Promise<Outcome> {
  const written = { out: '', err: '' }
  const code = await run(args, {
    env: {},
    color,
    out: (text) => {
      written.out += text
    },
    warn: (text) => {
      written.err += `trace-doctor: ${text}\n`
    },
  })
  return { code, ...written }
}

/** A file among the doctor's recordings. */
export function fixture(name: string): string {
  return new URL(`../fixtures/${name}`, import.meta.url).pathname
}
