import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type RequestHandler, Router } from 'express'

export interface DemoPageOptions {
  /** Where links to a trace lead. */
  traceUrl: string
  limit: RequestHandler
}

/**
 * `GET /`: a page with a button that places an order and links its trace. Script and style are part
 * of the page, since separate files would make traces of their own, among which the order's is hard
 * to find.
 */
export function demoPage({ traceUrl, limit }: DemoPageOptions): Router {
  const [script, style] = [page('demo.js'), page('demo.css')]
  const html = page('index.html')
    .replace('<!--style-->', () => `<style>${style}</style>`)
    .replace('<!--script-->', () => `<script type="module">${script}</script>`)
    // The replacements are functions, since `$&` and the like have a meaning in a replacement text.
    .replace('{{traceUrl}}', () => escaped(traceUrl))
  const contentSecurityPolicy = [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

  return Router().get('/', limit, (_req, res) => {
    res.set('content-security-policy', contentSecurityPolicy).type('html').send(html)
  })
}

/**
 * Allows the one inline element with exactly this text (Content Security Policy level 3, 2.3.1).
 */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** Escapes a text for an attribute's value in double quotes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

function page(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
}
