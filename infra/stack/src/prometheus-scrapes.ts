import { waitFor } from './wait-for.ts'

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
  await waitFor(async () => missingScrape(await targetsOf(prometheusUrl, job), since), {
    deadlineMs: 30_000,
    everyMs: 50,
  })
}

function missingScrape(targets: Target[], since: number): string | undefined {
  if (targets.length === 0) return 'Prometheus has no target yet'
  const old = targets.find(({ lastScrape }) => Date.parse(lastScrape) < since)
  if (old) return `${old.scrapeUrl} was scraped last at ${old.lastScrape}`
  const down = targets.find(({ health }) => health !== 'up')
  return down && `${down.scrapeUrl} is ${down.health}: ${down.lastError}`
}

async function targetsOf(prometheusUrl: string, job: string): Promise<Target[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/targets?state=active&scrapePool=${job}`)
  if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`)
  const { data } = (await response.json()) as { data: { activeTargets: Target[] } }
  return data.activeTargets
}
