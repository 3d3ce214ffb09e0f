import type { Page } from 'playwright-core'
import { newSpanId, newTraceId, sendSpans } from './send-spans.ts'
import { sendStory } from './send-story.ts'
import type { World } from './world.ts'

export interface View {
  name: string
  path: string
  /** Resolves when the view is completely drawn. */
  ready: (page: Page) => Promise<void>
}

/**
 * All views of the page: of a placed order, a refused one, a broken trace, and with nothing to
 * show.
 */
export async function makeViews(world: World): Promise<View[]> {
  const userId = await world.createUser()
  const placed = await world.placeOrder({ userId })
  const refused = await world.placeOrder({ userId, quantity: -1 })
  const broken = newTraceId()
  await sendSpans(world, 'billing', [
    { traceId: broken, spanId: newSpanId(), name: 'close month', at: 0, ms: 100 },
    { traceId: broken, spanId: newSpanId(), parentSpanId: newSpanId(), name: 'late', at: 1, ms: 2 },
  ])
  const story = await sendStory(world)
  const text = (said: string | RegExp) => (page: Page) => page.getByText(said).first().waitFor()
  const heading = (name: string | RegExp) => (page: Page) =>
    page.getByRole('heading', { name }).waitFor()
  const view = (name: string, path: string, ready: View['ready']) => ({ name, path, ready })
  return [
    view('traces', '/', (page) => page.locator(`a[href="/trace/${placed}"]`).waitFor()),
    view('no traces', '/?q=no+such+thing', text('No trace here matches')),
    view('timeline', `/trace/${placed}`, text('20 spans')),
    view('timeline of a failure', `/trace/${refused}`, text('1 error')),
    view('a story', `/trace/${story.order}`, text('waited 1.2 s in the outbox')),
    view('where a trace comes from', `/trace/${story.points}`, text('goes on from')),
    view('found spans', `/trace/${placed}?find=insert`, text('3 of 20')),
    view('tree', `/trace/${placed}/tree`, text('Save as a contract')),
    view('logs of a trace', `/trace/${placed}/logs`, text('order placed')),
    view('hops', `/trace/${placed}/hops`, text('arrived as it was sent')),
    view('doctor', `/trace/${placed}/doctor`, text(/checks made/)),
    view('doctor with findings', `/trace/${broken}/doctor`, text('to do')),
    view('compare', `/compare/${placed}/${refused}`, heading(/^The trees differ/)),
    view('compare with what', `/compare/${placed}`, (page) =>
      page.locator(`a[href="/compare/${refused}/${placed}"]`).waitFor(),
    ),
    view('services', '/services', (page) =>
      page.getByRole('table', { name: 'Services', exact: true }).waitFor(),
    ),
    view('logs', '/logs', text(/lines? of the last hour/)),
    view('logs refused', '/logs?query=%7B', text('not finished')),
    view('no such page', '/no/such/page', heading('There is no such page')),
  ]
}
