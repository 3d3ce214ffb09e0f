import { createHash } from 'node:crypto'
import express from 'express'
import { expect, test } from 'vitest'
import { demoPage } from './demo-page.ts'
import { withServer } from './test-world.ts'

const withPage = (traceUrl: string, fn: (url: string) => Promise<void>) =>
  withServer(
    express().use(demoPage({ traceUrl, limit: (_req, _res, next) => next() })),
    ({ url }) => fn(url),
  )

test('the page links traces at TRACE_URL', () =>
  withPage('http://localhost:16686', async (url) => {
    const response = await fetch(url)

    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<body data-trace-url="http://localhost:16686">')
  }))

test('a TRACE_URL stays a value, whatever characters it holds', () =>
  withPage(`http://x/?a=1&b="><script>alert("$&")</script>`, async (url) => {
    const html = await (await fetch(url)).text()

    expect(html).toContain(
      '<body data-trace-url="http://x/?a=1&amp;b=&quot;>&lt;script>alert(&quot;$&amp;&quot;)&lt;/script>">',
    )
    expect(html.match(/<script/g)).toEqual(['<script'])
  }))

test('the page may run its own script and style and nothing else', () =>
  withPage('http://localhost:16686', async (url) => {
    const response = await fetch(url)
    const html = await response.text()

    const hash = (text = '') => createHash('sha256').update(text).digest('base64')
    const script = hash(/<script type="module">([\s\S]*)<\/script>/.exec(html)?.[1])
    const style = hash(/<style>([\s\S]*)<\/style>/.exec(html)?.[1])
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'sha256-${script}'; style-src 'sha256-${style}'; ` +
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  }))
