import { readFile } from 'node:fs/promises'
import { SpanTreeSyntaxError } from '@onetrace/span-tree'
import { decodeText } from '@onetrace/spans'
import { UsageError } from './usage-error.ts'

/** Reads a contract with the parser given; what is wrong with it names the file. */
export async function readContract<T>(file: string, parse: (text: string) => T): Promise<T> {
  const text = await readText(file)
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof SpanTreeSyntaxError)) throw cause
    throw new UsageError(`${file}: ${cause.message}`, { cause })
  }
}

async function readText(file: string): Promise<string> {
  try {
    return decodeText(await readFile(file))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`cannot read the contract ${file}: ${why}`, { cause })
  }
}
