import { type Baggage, type BaggageEntry, baggageEntryMetadataFromString } from '@opentelemetry/api'
import { trimOws } from './ows.ts'

/** W3C Baggage, 3.3.1: the grammar of a list allows no more. Everybody must hand on 64. */
const mostMembers = 180
/** In bytes. All members that fit into this must be handed on (3.3.2), however long each is. */
const longestHeader = 8192

const token = /^[!#$%&'*+.^_`|~\w-]+$/
const octet = '\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e' // as 3.3.1 has it
const octets = new RegExp(`^[${octet}]*$`)
const notSentAsIs = new RegExp(`(?:%|[^${octet}])+`, 'g')

/**
 * The members of a `baggage` header, or of several that are joined by commas. A member that breaks
 * the grammar or does not fit is left out as a whole, and the others stay (3.3.2, 3.5). When a key
 * comes twice, the last one counts, as in the API.
 * https://www.w3.org/TR/baggage/#header-content
 */
export function parseBaggage(header: string): Map<string, BaggageEntry> {
  const entries = new Map<string, BaggageEntry>()
  let room = longestHeader + 1
  for (const text of header.split(',')) {
    const member = trimOws(text)
    if (member.length >= room || entries.size === mostMembers) continue
    const [key, entry] = parseMember(member) ?? []
    if (key === undefined || entry === undefined) continue
    entries.set(key, entry)
    room -= member.length + 1
  }
  return entries
}

/** As much as fits; undefined when there is nothing to send. `drop` is told what was left out. */
export function formatBaggage(baggage: Baggage, drop: (key: string) => void): string | undefined {
  const members: string[] = []
  let room = longestHeader + 1
  for (const [key, entry] of baggage.getAllEntries()) {
    const isFull = members.length === mostMembers || String(entry.value).length >= room
    const member = isFull ? undefined : formatMember(key, entry)
    if (member === undefined || member.length >= room) {
      drop(key)
      continue
    }
    members.push(member)
    room -= member.length + 1
  }
  return members.join(',') || undefined
}

function parseMember(member: string): [key: string, BaggageEntry] | undefined {
  const [pair = '', ...properties] = member.split(';')
  const [key, text] = parsePair(pair)
  const metadata = parseProperties(properties)
  if (key === undefined || text === undefined || metadata === undefined) return undefined
  const value = decoded(text)
  return [key, metadata ? { value, metadata: baggageEntryMetadataFromString(metadata) } : { value }]
}

function formatMember(key: string, { value, metadata }: BaggageEntry): string | undefined {
  const properties = parseProperties(metadata?.toString().split(';') ?? [])
  if (!token.test(key) || properties === undefined) return undefined
  return `${key}=${encoded(String(value))}${properties && `;${properties}`}`
}

/** Reads `key` or `key=value`; further equal signs belong to the value. Empty if malformed. */
function parsePair(text: string): [key?: string, value?: string] {
  const at = text.indexOf('=')
  const key = trimOws(at < 0 ? text : text.slice(0, at))
  if (!token.test(key)) return []
  if (at < 0) return [key]
  const value = trimOws(text.slice(at + 1))
  return octets.test(value) ? [key, value] : []
}

/** The properties as the header has them, since nobody here reads them; undefined if malformed. */
function parseProperties(texts: string[]): string | undefined {
  const pairs = texts.filter((text) => trimOws(text) !== '').map(parsePair)
  return pairs.every(([key]) => key !== undefined)
    ? pairs.map((pair) => pair.join('=')).join(';')
    : undefined
}

/** Encodes only what must be encoded, so that a value leaves as it came. */
function encoded(value: string): string {
  // A lone half of a surrogate pair has no UTF-8; encodeURIComponent would throw.
  return value.toWellFormed().replace(notSentAsIs, encodeURIComponent)
}

/** Bytes that are not UTF-8 become U+FFFD (3.3.1.3); a percent sign without two digits stays. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}
