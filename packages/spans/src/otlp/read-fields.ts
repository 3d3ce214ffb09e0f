import type { Attributes } from '../model.ts'
import { otlpFields } from './fields.ts'
import { readPair } from './protobuf.ts'
import type { WireReader } from './wire-reader.ts'

/** A field of a message whose bytes begin here and end at `end`. */
type ReadField = (end: number) => void

/** A message of which these fields are read, each by its tag; the others are stepped over. */
export function readFields(reader: WireReader, end: number, read: Record<number, ReadField>): void {
  while (reader.pos < end) {
    const tag = reader.tag(end)
    const field = read[tag]
    if (!field) reader.skip(tag, end)
    // A field with a length ends where that says, all others within the message.
    else field((tag & 7) === 2 ? reader.message(end) : end)
  }
}

export function readResource(reader: WireReader, end: number, into: Attributes): void {
  readFields(reader, end, {
    [otlpFields.resource.attributes]: (stop) => readPair(reader, stop, into, 0),
  })
}
