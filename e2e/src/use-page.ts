import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { launchChromium } from './chromium.ts'
import type { World } from './world.ts'

export interface OpenPage {
  page: Page
  /** Messages of the console, failures, and requests to hosts outside of the fleet. */
  complaints: string[]
  /** Opens an address of the backend's page. */
  open: (path: string) => Promise<void>
}

const laptop = { viewport: { width: 1280, height: 800 } }
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** A Chromium for the tests of one file; each page is closed when its test ends. */
export function usePage(
  world: World | (() => World),
): (options?: BrowserContextOptions) => Promise<OpenPage> {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  return async (options = laptop) => {
    const page = await browser.newPage(options)
    onTestFinished(() => page.close())
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (err) => complaints.push(err.message))
    const { urls } = typeof world === 'function' ? world() : world
    const own = [urls.query, urls.gateway, 'data:']
    page.on('request', (request) => {
      if (!own.some((url) => request.url().startsWith(url))) complaints.push(request.url())
    })
    const open = async (path: string) => {
      await page.goto(urls.query + path)
    }
    return { page, complaints, open }
  }
}

/** The path of the page's address, with the selection in it. */
export function placeOf(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return pathname + search
}
