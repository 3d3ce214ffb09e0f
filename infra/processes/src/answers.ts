/** The JSON that a URL answers 2xx with; undefined for an empty body, anything else is thrown. */
export async function expectOk(url: string, method: 'GET' | 'POST' = 'GET'): Promise<unknown> {
  const text = await expectText(url, method)
  return text === '' ? undefined : JSON.parse(text)
}

/** The text that it answers 2xx with. */
export async function expectText(url: string, method: 'GET' | 'POST' = 'GET'): Promise<string> {
  // A Promtail that has just started takes 5 s to look at files.
  const response = await fetch(url, { method, signal: AbortSignal.timeout(120_000) })
  const text = await response.text()
  if (response.ok) return text
  throw new Error(`${method} ${url}: ${response.status} ${text.trim()}`)
}
