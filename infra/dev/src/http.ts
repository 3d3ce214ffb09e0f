/** Succeeds when the URL answers 2xx; a Promtail that has just started takes 5 s to look at files. */
export async function expectOk(url: string, method: 'GET' | 'POST' = 'GET'): Promise<unknown> {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(30_000) })
  const text = await response.text()
  if (response.ok) return text === '' ? undefined : JSON.parse(text)
  throw new Error(`${method} ${url}: ${response.status} ${text.trim()}`)
}
