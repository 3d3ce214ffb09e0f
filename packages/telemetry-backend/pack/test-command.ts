import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { run } from '../../spans/pack/run.ts'

interface Places {
  tarball: string
  /** An empty folder, in which the command is run. */
  folder: string
  /** A folder in which an OpenTelemetry SDK is installed. */
  project: string
}

const ports = [
  '--port=0',
  '--otlp-port=0',
  '--otlp-grpc-port=0',
  '--loki-port=0',
  '--thrift-http-port=0',
]
const udp = ['--thrift-compact-port=0', '--thrift-binary-port=0']

/** `npx --package <tarball> telemetry-backend`, spans of a real exporter, the page, and Ctrl-C. */
export async function testCommand({ tarball, folder, project }: Places): Promise<void> {
  const command = ['--yes', '--package', tarball, 'telemetry-backend']
  const child = spawn('npx', [...command, ...ports, ...udp], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // a group of its own, which gets the Ctrl-C
  })
  try {
    const addresses = await readScreen(child.stdout)
    run(project, 'node', 'send-spans.mjs', addresses.spans, addresses.page)
    const page = await (await fetch(addresses.page)).text()
    if (!page.includes('<script type="module"')) throw new Error(`expected the page, got ${page}`)
    await expectLoki(addresses.page)
    process.kill(-(child.pid ?? 0), 'SIGINT')
    await once(child, 'close', { signal: AbortSignal.timeout(10_000) }) // it comes when no process holds its output any more
    await expectRefused(addresses.page)
    process.stdout.write(
      'npx --package <tarball> telemetry-backend: page, spans in, LogQL, Ctrl-C\n',
    )
  } finally {
    if (child.exitCode === null && child.signalCode === null)
      process.kill(-(child.pid ?? 0), 'SIGKILL')
  }
}

async function readScreen(stdout: NodeJS.ReadableStream): Promise<{ page: string; spans: string }> {
  let shown = ''
  for await (const line of createInterface(stdout)) {
    shown += `${line}\n`
    if (line.includes('Ctrl-C')) break
  }
  const [, page] = /page +(\S+)/.exec(shown) ?? []
  const [, spans] = /spans in +(\S+)/.exec(shown) ?? []
  if (!page || !spans) throw new Error(`expected addresses on the screen, got\n${shown}`)
  return { page, spans }
}

/** Asks for LogQL, since its parser comes from a registry for a package inside of the tarball. */
async function expectLoki(page: string): Promise<void> {
  const query = encodeURIComponent('{app=~".+"} | json')
  const answer = await fetch(`${page}/loki/api/v1/query_range?query=${query}`)
  const text = await answer.text()
  if (!text.includes('"resultType":"streams"')) {
    throw new Error(`expected streams of lines, got ${answer.status}: ${text}`)
  }
}

async function expectRefused(url: string): Promise<void> {
  const answer = await fetch(url).catch(() => undefined)
  if (answer) throw new Error(`expected nobody at ${url} any more, got ${answer.status}`)
}
