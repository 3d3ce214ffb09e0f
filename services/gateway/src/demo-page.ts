import { readFileSync } from 'node:fs'
import { Router } from 'express'

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
].join('; ')

/** `GET /`: a page with a button that places an order and links its trace. */
export function demoPage({ traceUrl }: { traceUrl: string }): Router {
  const routes = Router()
  // A function, since `$&` and the like mean something in a replacement text.
  const html = page('index.html').replace('{{traceUrl}}', () => escaped(traceUrl))

  routes.get('/', (_req, res) => {
    res.set('content-security-policy', contentSecurityPolicy).type('html').send(html)
  })
  routes.get('/demo.js', (_req, res) => {
    res.type('js').send(page('demo.js'))
  })
  routes.get('/demo.css', (_req, res) => {
    res.type('css').send(page('demo.css'))
  })

  return routes
}

/** For an attribute's value in double quotes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

function page(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
}
