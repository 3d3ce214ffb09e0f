import { nowNano } from '../time.ts'
import type { PushedEntry } from './pushed.ts'

const second = 1_000_000_000n
const hour = 3600n * second

/** The defaults of Loki's limits_config. */
const maxLine = 256 * 1024
const maxAge = 7n * 24n * hour
const maxAhead = 600n * second
const maxBehind = hour
const maxMetadata = { count: 128, bytes: 64 * 1024 }
const maxLabels = { count: 15, name: 1024, value: 2048 }

/** Why Loki would refuse these labels; undefined when it would take them. */
export function refuseLabels(labels: Record<string, string>, stream: string): string | undefined {
  const pairs = Object.entries(labels)
  if (pairs.length > maxLabels.count) {
    return `entry for stream '${stream}' has ${pairs.length} label names; limit ${maxLabels.count}`
  }
  for (const [name, value] of pairs) {
    if (name.length > maxLabels.name) return `stream '${stream}' has label name too long: '${name}'`
    if (value.length > maxLabels.value) {
      return `stream '${stream}' has label value too long: '${value.slice(0, 100)}...'`
    }
  }
  return undefined
}

/** Why Loki would refuse this entry; `newest` is the latest time of its stream. */
export function refuseEntry(
  { time, text, metadata }: PushedEntry,
  { stream, newest }: { stream: string; newest: bigint | undefined },
): string | undefined {
  const now = nowNano()
  const bytes = Buffer.byteLength(text)
  if (time < now - maxAge) return tooOld(stream, { time, oldest: now - maxAge })
  if (time > now + maxAhead)
    return `entry for stream '${stream}' has timestamp too new: ${iso(time)}`
  if (bytes > maxLine) {
    return `Max entry size '${maxLine}' bytes exceeded for stream '${stream}' while adding an entry with length '${bytes}' bytes`
  }
  if (newest !== undefined && time < newest - maxBehind) {
    return `entry for stream '${stream}': entry too far behind, entry timestamp is: ${iso(time)}, oldest acceptable timestamp is: ${iso(newest - maxBehind)}`
  }
  return refuseMetadata(metadata, stream)
}

function refuseMetadata(metadata: Record<string, string>, stream: string): string | undefined {
  const pairs = Object.entries(metadata)
  const bytes = pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  if (bytes > maxMetadata.bytes) {
    return `stream '${stream}' has structured metadata too large: '${bytes}' bytes, limit: '${maxMetadata.bytes}' bytes`
  }
  if (pairs.length <= maxMetadata.count) return undefined
  return `stream '${stream}' has too many structured metadata labels: '${pairs.length}', limit: '${maxMetadata.count}'`
}

function tooOld(stream: string, { time, oldest }: { time: bigint; oldest: bigint }): string {
  return `entry for stream '${stream}' has timestamp too old: ${iso(time)}, oldest acceptable timestamp is: ${iso(oldest)}`
}

function iso(nano: bigint): string {
  const ms = Number(nano / 1_000_000n)
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(nano)
}
