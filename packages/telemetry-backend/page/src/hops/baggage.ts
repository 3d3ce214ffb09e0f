/** The names in a recorded baggage header, `tenant=*,user=*`; a member without one is left out. */
export function baggageNames(header: string): string[] {
  return header
    .split(',')
    .filter((member) => member.includes('='))
    .map((member) => decode(member.split('=')[0]?.trim() ?? ''))
    .filter(Boolean)
}

/** The names of the first that are not among the second. */
export function namesLost(before: string, after: string): string[] {
  const kept = new Set(baggageNames(after))
  return [...new Set(baggageNames(before))].filter((name) => !kept.has(name))
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
