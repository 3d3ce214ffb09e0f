import { target } from './target.ts'

export interface PushedLine {
  /** How many seconds ago. */
  ago: number
  line: string
  metadata?: Record<string, string>
}

/** Pushes one stream by Loki's JSON push API. */
export async function pushStream(
  stream: Record<string, string>,
  lines: PushedLine[],
): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n
  const values = lines.map(({ ago, line, metadata }) => [
    String(now - BigInt(ago) * 1_000_000_000n),
    line,
    ...(metadata ? [metadata] : []),
  ])
  const response = await fetch(`${target.loki}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream, values }] }),
  })
  if (response.status !== 204) throw new Error(`push: ${response.status} ${await response.text()}`)
}
