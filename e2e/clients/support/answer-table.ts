import { readFileSync, writeFileSync } from 'node:fs'
import type { Kind } from './target.ts'

/**
 * Questions with the answers of the real components, one on each line. `embedded` holds what the
 * embedded backend answers otherwise, and `why` the reason.
 */
export interface Row<Case, Answer> {
  case: Case
  answer: Answer
  embedded?: Partial<Answer>
  why?: string
}

export function readTable<Case, Answer>(name: string): Row<Case, Answer>[] {
  return readFileSync(fileOf(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

export function expectedOf<Case, Answer>(
  { answer, embedded }: Row<Case, Answer>,
  asked: Kind,
): Answer {
  return asked === 'embedded' && embedded !== undefined ? merge(answer, embedded) : answer
}

/** The answer of the embedded backend; of an object `embedded` only has the fields that differ. */
function merge<Answer>(answer: Answer, embedded: Partial<Answer>): Answer {
  const whole = Array.isArray(embedded) || Array.isArray(answer)
  return whole ? (embedded as Answer) : { ...answer, ...embedded }
}

/**
 * RECORD_ANSWERS=1 with ONETRACE_BACKEND=stack records the answers of the real components again.
 */
export function isRecording(asked: Kind): boolean {
  return process.env.RECORD_ANSWERS === '1' && asked === 'real'
}

export function writeTable<Case, Answer>(name: string, rows: Row<Case, Answer>[]): void {
  writeFileSync(fileOf(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

function fileOf(name: string): URL {
  return new URL(`../answers/${name}.jsonl`, import.meta.url)
}
