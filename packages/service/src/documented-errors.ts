import { readFileSync } from 'node:fs'

/** The error codes of a README's tables (a row begins with the code and its status). */
export function documentedErrors(readme: URL): Record<string, number> {
  const rows = readFileSync(readme, 'utf8').matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)
  return Object.fromEntries([...rows].map(([, code, status]) => [code, Number(status)]))
}
