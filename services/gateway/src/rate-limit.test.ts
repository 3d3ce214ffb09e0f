import { expect, test } from 'vitest'
import { bearer, withGateway } from './test-world.ts'

const ok = (_req: unknown, res: { end: () => void }) => void res.end()
const limits = { perCaller: 2, perStranger: 1 }

/** The statuses of requests one after the other. */
async function statuses(url: string, requests: Record<string, string>[]): Promise<number[]> {
  const seen: number[] = []
  for (const headers of requests) seen.push((await fetch(`${url}/orders/7`, { headers })).status)
  return seen
}

const key = (name: string) => ({ authorization: `Bearer ${name}` })

test.each([
  ['a caller', [bearer, bearer, bearer], [200, 200, 429]],
  ['two keys of one caller', [key('key-1'), key('key-3'), key('key-1')], [200, 200, 429]],
  ['another caller', [bearer, bearer, bearer, key('key-2')], [200, 200, 429, 200]],
  ['a stranger', [{}, {}], [401, 429]],
  ['a stranger who guesses keys', [key('guess-1'), key('guess-2')], [401, 429]],
  ['a stranger who says he is another', [{}, { 'x-forwarded-for': '10.0.0.1' }], [401, 429]],
  ['a caller beside a stranger', [{}, {}, bearer], [401, 429, 200]],
])('%s has a limit of its own', (_who, requests, expected) =>
  withGateway(
    ok,
    async ({ url, seen }) => {
      expect(await statuses(url, requests as Record<string, string>[])).toEqual(expected)
      expect(seen).toHaveLength(expected.filter((status) => status === 200).length)
    },
    limits,
  ),
)

test('429 says when to come again', () =>
  withGateway(
    ok,
    async ({ url }) => {
      await fetch(url)

      const response = await fetch(url)

      const seconds = Number(response.headers.get('retry-after'))
      expect(response.status).toBe(429)
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(600)
      expect(await response.json()).toMatchObject({
        code: 'too_many_requests',
        detail: `too many requests, try again in ${seconds} s`,
      })
    },
    limits,
  ))
