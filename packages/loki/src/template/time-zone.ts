interface Zone {
  /** Minutes east of Greenwich. */
  offset: number
  abbreviation: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Loki runs in UTC, and so Local is that; others by their IANA names. */
export function zoneAt(name: string, ms: number): Zone {
  if (name === 'UTC' || name === 'Local' || name === '') return { offset: 0, abbreviation: 'UTC' }
  const fixed = /^[+-]\d{1,4}$/.test(name) ? Number(name) : undefined
  if (fixed !== undefined) return { offset: fixed, abbreviation: '' }
  const text = formatOf(name).formatToParts(ms).at(-1)?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return { offset: sign === '-' ? -offset : offset, abbreviation: text }
}

export function isZone(name: string): boolean {
  try {
    zoneAt(name, 0)
    return true
  } catch {
    return false
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  return format
}
