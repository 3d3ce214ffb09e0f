/**
 * The names in a baggage header, whose values may be recorded as stars: `tenant=*,user=*;property`.
 * A member without a value is none. https://www.w3.org/TR/baggage/#header-content
 */
export function baggageNames(header: string): string[] {
  return header
    .split(',')
    .filter((member) => member.includes('='))
    .map((member) => decode(member.split('=')[0]?.trim() ?? ''))
    .filter(Boolean)
}

/** The names of the first that are not among the second. */
export function namesLost(before: string[], after: string[]): string[] {
  const kept = new Set(after)
  return [...new Set(before)].filter((name) => !kept.has(name))
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
