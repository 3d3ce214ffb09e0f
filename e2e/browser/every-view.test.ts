import { beforeAll, expect, test } from 'vitest'
import { accessibilityFaults } from '../src/axe.ts'
import { phone, usePage } from '../src/use-page.ts'
import { makeViews, type View } from '../src/views.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)
let views: View[]

beforeAll(async () => {
  views = await makeViews(world)
})

/** The browser itself reports in the console that an answer was an error. */
const expected = ({ name }: View, complaint: string) =>
  name === 'logs refused' && complaint.includes('status of 400')

test.each(['light', 'dark'] as const)(
  'axe finds no fault in any view, in %s',
  async (colorScheme) => {
    const { page, complaints, open } = await newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme,
    })

    const faults: Record<string, string[]> = {}
    for (const view of views) {
      complaints.length = 0
      await open(view.path)
      await view.ready(page)
      const said = complaints.filter((complaint) => !expected(view, complaint))
      faults[view.name] = [...(await accessibilityFaults(page)), ...said]
    }

    expect(faults).toEqual(Object.fromEntries(views.map(({ name }) => [name, []])))
  },
)

test('on a phone no view scrolls sideways, and axe finds no fault', async () => {
  const { page, open } = await newPage(phone)

  const found: Record<string, unknown> = {}
  for (const view of views) {
    await open(view.path)
    await view.ready(page)
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    found[view.name] = { beyond, faults: await accessibilityFaults(page) }
  }

  const good = { beyond: 0, faults: [] }
  expect(found).toEqual(Object.fromEntries(views.map(({ name }) => [name, good])))
})

test('the help is no fault either', async () => {
  const { page, complaints, open } = await newPage()
  await open('/')
  await page.getByText('live').waitFor()

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()

  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})
