import { expectOk, until } from '@onetrace/processes'

interface Target {
  scrapeUrl: string
  lastScrape: string
  lastError: string
  health: string
}

/**
 * Resolves when Prometheus has scraped every target of a job once more, begun after this call: what
 * the targets had counted by then, with its exemplars, can be queried.
 */
export async function untilScraped(prometheusUrl: string, job = 'onetrace'): Promise<void> {
  const since = Date.now()
  await until(async () => expectScraped(await targetsOf(prometheusUrl, job), since), {
    what: `Prometheus to scrape every target of ${job}`,
    deadlineMs: 120_000,
    everyMs: 50,
  })
}

function expectScraped(targets: Target[], since: number): void {
  if (targets.length === 0) throw new Error('it has no target yet')
  for (const { scrapeUrl, lastScrape, health, lastError } of targets) {
    if (Date.parse(lastScrape) < since) {
      throw new Error(`${scrapeUrl} was scraped last at ${lastScrape}`)
    }
    if (health !== 'up') throw new Error(`${scrapeUrl} is ${health}: ${lastError}`)
  }
}

async function targetsOf(prometheusUrl: string, job: string): Promise<Target[]> {
  const url = `${prometheusUrl}/api/v1/targets?state=active&scrapePool=${job}`
  const { data } = (await expectOk(url)) as { data: { activeTargets: Target[] } }
  return data.activeTargets
}
