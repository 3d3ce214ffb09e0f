import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The faults that axe-core finds on the page: rule, element, reason. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(source) // it runs like a debugger, for which the page's security policy does not count
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations, passes } = await axe.run()
    if (passes.length === 0) throw new Error('axe checked nothing')
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
    )
  })
}
