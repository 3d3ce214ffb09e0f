// Runs each query of docs/operator.md on the real stack, since that page has to be right in an
// incident.
import { readFileSync } from 'node:fs'
import { untilScraped } from '@onetrace/stack'
import type { Query } from '@onetrace/stack/grafana'
import { beforeAll, expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'
import { countResults, stackUrls } from '../src/run-query.ts'

const questions = questionsOf(
  readFileSync(new URL('../../docs/operator.md', import.meta.url), 'utf8'),
)
const own = useOwnFleet()
const since = Date.now()
let traceId = ''

interface Question {
  title: string
  /** `promql`, `logql` or `exemplars`, and the query itself. */
  queries: { language: string; text: string }[]
}

function questionsOf(page: string): Question[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n', 1)[0] ?? '',
      queries: [...section.matchAll(/^```(promql|logql|exemplars)\n(.*?)\n```$/gms)].map(
        ([, language = '', text = '']) => ({ language, text }),
      ),
    }))
}

beforeAll(async () => {
  const { fleet, world, userId } = own()
  const { prometheus } = stackUrls(fleet.urls)
  const placeOrder = () =>
    world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 } })
  await untilScraped(prometheus)
  const placed = await placeOrder()
  expect(placed.status).toBe(201)
  traceId = placed.traceId
  // There are two rounds, with a scrape between: the first failure makes the series, and the second
  // increases it.
  for (const _time of [1, 2]) {
    await fleet.services.stop('users')
    expect((await placeOrder()).status).toBe(503)
    await fleet.services.start('users')
    await untilScraped(prometheus)
  }
  await world.quiesce()
})

test('the page answers seven questions', () => {
  expect(questions.map(({ title }) => title)).toEqual([
    '1. Is it up?',
    '2. How many requests?',
    '3. How many of them fail?',
    '4. How slow are they?',
    '5. What does a service say about its errors?',
    '6. What is the whole story of one trace_id?',
    '7. Which request made this latency bucket?',
  ])
})

test.each(questions)('$title', async ({ queries }) => {
  const urls = stackUrls(own().fleet.urls)
  expect(queries).not.toEqual([])
  for (const { language, text } of queries) {
    const expr = text.replaceAll(/\b[0-9a-f]{32}\b/g, traceId)
    const asked: Query =
      language === 'logql'
        ? { where: text, source: 'loki', expr }
        : { where: text, source: 'prometheus', expr, exemplars: language === 'exemplars' }
    const count = await countResults(asked, { urls, since })
    expect(count, text).not.toBe(0)
  }
})
