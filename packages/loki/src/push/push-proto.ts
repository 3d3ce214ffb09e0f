/// <reference path="./snappyjs.d.ts" />
import protobuf from 'protobufjs/light.js'
import { uncompress } from 'snappyjs'
import { LokiError } from '../loki-error.ts'
import type { PushedStream } from './pushed.ts'
import { readLabels } from './read-labels.ts'
import { snappyLength } from './snappy-length.ts'

/** Field numbers as in https://github.com/grafana/loki/blob/main/pkg/push/push.proto */
export const pushDescriptor = {
  nested: {
    PushRequest: { fields: { streams: list('StreamAdapter', 1) } },
    StreamAdapter: { fields: { labels: one('string', 1), entries: list('EntryAdapter', 2) } },
    EntryAdapter: {
      fields: {
        timestamp: one('Timestamp', 1),
        line: one('string', 2),
        structuredMetadata: list('LabelPairAdapter', 3),
      },
    },
    LabelPairAdapter: { fields: { name: one('string', 1), value: one('string', 2) } },
    Timestamp: { fields: { seconds: one('int64', 1), nanos: one('int32', 2) } },
  },
}

interface PushMessage {
  streams: {
    labels: string
    entries: {
      timestamp: { seconds: { toString(): string }; nanos: number } | null
      line: string
      structuredMetadata: { name: string; value: string }[]
    }[]
  }[]
}

const pushType = protobuf.Root.fromJSON(pushDescriptor).lookupType('PushRequest')

export function readProtobufPush(body: Buffer, limit: number): PushedStream[] {
  return decode(inflate(body, limit)).streams.map(({ labels, entries }) => ({
    labels: readLabels(labels),
    entries: entries.map(({ timestamp, line, structuredMetadata }) => ({
      time: timestamp ? nanos(timestamp) : 0n,
      text: line,
      metadata: Object.fromEntries(structuredMetadata.map(({ name, value }) => [name, value])),
    })),
  }))
}

function inflate(body: Buffer, limit: number): Buffer {
  const length = snappyLength(body)
  if (length === undefined) throw new LokiError('snappy: corrupt input')
  if (length > limit) throw tooLarge(limit)
  try {
    return uncompress(body)
  } catch (cause) {
    throw new LokiError('snappy: corrupt input', { cause })
  }
}

export function tooLarge(limit: number): LokiError {
  return new LokiError(`request body too large: more than ${limit} bytes`, { status: 413 })
}

function decode(raw: Buffer): PushMessage {
  try {
    return pushType.decode(raw) as unknown as PushMessage
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LokiError(`expected a PushRequest in protobuf: ${why}`, { cause })
  }
}

function nanos({ seconds, nanos }: { seconds: { toString(): string }; nanos: number }): bigint {
  return BigInt(seconds.toString()) * 1_000_000_000n + BigInt(nanos)
}

function one(type: string, id: number) {
  return { type, id }
}

function list(type: string, id: number) {
  return { rule: 'repeated', type, id }
}
