import { styleText } from 'node:util'
import { mergedBelow } from './compare/moves.ts'
import { sentencesOf } from './compare/sentences.ts'
import type { Comparison, Merged } from './compare.ts'
import { printLine } from './text/print.ts'
import { lineOf } from './text/print-trace.ts'
import { shorten, shortenBoth } from './text/shorten.ts'
import { printName, printService } from './text/words.ts'

export interface DifferenceOptions {
  /** By default, color is used on a terminal unless NO_COLOR says otherwise. */
  color?: boolean
}

interface MergedOptions extends DifferenceOptions {
  /** What to say of a place besides, as a comment. */
  notes?: (merged: Merged) => string[]
}

const marks = { kept: ' ', open: ' ', different: '!', missing: '-', extra: '+', moved: '>' }
const colors = { different: 'magenta', missing: 'red', extra: 'yellow', moved: 'cyan' } as const

const legend = '- missing   + not in the contract   > moved   ! different'

/** In a difference of more lines, trees in which nothing is wrong are folded into one line. */
const mostUnfolded = 60
/** People read a difference, so beyond this it only says how many more lines there are. */
const mostLines = 300
/** A line that is longer than this does not move the notes of the other lines. */
const widestText = 100
/** Long names and values are cut, so that they do not fill the screen. */
const longestLine = 300
const longestNote = 100

/** Says what is wrong in words, and then prints both trees as one. */
export function printDifference(comparison: Comparison, options: DifferenceOptions = {}): string {
  const sentences = sentencesOf(comparison.findings)
  const places = sentences.length === 1 ? 'one place' : `${sentences.length} places`
  return [
    `The trace is not what its contract says, in ${places}:`,
    ...sentences.slice(0, mostLines).map((sentence) => `  ${sentence}`),
    '',
    ...printMerged(comparison.merged, options),
    '',
    `(${legend})`,
  ].join('\n')
}

interface Row {
  merged: Merged
  depth: number
}

/** Both trees as one: a line for each place. */
export function printMerged(roots: Merged[], options: MergedOptions): string[] {
  const rows = rowsOf(roots)
  const shown = rows.slice(0, mostLines).map((row) => toParts(row, options))
  // Where lines have notes, the notes form a column.
  const widths = options.notes ? shown.map(({ text }) => text.length) : [0]
  const column = Math.min(Math.max(...widths), widestText)
  const printed = shown.map((parts) => printParts(parts, column, options))
  if (rows.length <= mostLines) return printed
  return [...printed, `  # ... and ${rows.length - mostLines} lines more`]
}

/** The lines to print: all of them, or in a big tree only those that lead to a difference. */
function rowsOf(roots: Merged[]): (Row & { folded: number })[] {
  const all = mergedBelow(roots)
  const telling = all.length > mostUnfolded ? leadingToWrong(all) : new Set(all)
  const rows: (Row & { folded: number })[] = []
  const stack: Row[] = roots.map((merged) => ({ merged, depth: 0 })).reverse()
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { merged, depth } = top
    const opened = telling.has(merged)
    rows.push({ merged, depth, folded: opened ? 0 : mergedBelow(merged.children).length })
    if (!opened) continue
    for (const child of merged.children.toReversed())
      stack.push({ merged: child, depth: depth + 1 })
  }
  return rows
}

function leadingToWrong(all: Merged[]): Set<Merged> {
  const leading = new Set<Merged>()
  for (const merged of all) {
    const { mark, above } = merged
    const partOfAbove = (mark === 'missing' || mark === 'extra') && mark === above?.mark
    if (mark === 'kept' || mark === 'open' || partOfAbove) continue
    for (let up = merged.above; up && !leading.has(up); up = up.above) leading.add(up)
  }
  return leading
}

interface Parts {
  mark: Merged['mark']
  text: string
  comment: string
}

function toParts(
  { merged, depth, folded }: Row & { folded: number },
  options: MergedOptions,
): Parts {
  const below = folded > 0 ? [`and ${folded} below`] : []
  const notes = [...(options.notes?.(merged) ?? []), ...notesOf(merged), ...below]
  const text = `${marks[merged.mark]} ${'  '.repeat(depth)}${shorten(textOf(merged), longestLine)}`
  return { mark: merged.mark, text, comment: notes.length > 0 ? `  # ${notes.join(', ')}` : '' }
}

function printParts({ mark, text, comment }: Parts, column: number, { color }: DifferenceOptions) {
  const line = comment ? text.padEnd(column) + comment : text
  if (mark === 'kept' || mark === 'open' || color === false) return line
  return styleText(colors[mark], line, { validateStream: color !== true, stream: process.stdout })
}

/** The line of the contract where there is one, or else the line that the span would have. */
function textOf({ mark, line, node, times }: Merged): string {
  if (line && mark === 'missing') return printLine({ ...line, count: { min: times, max: times } })
  if (line) return printLine({ ...line, count: { min: 1, max: 1 } })
  return node ? printLine(lineOf(node)) : ''
}

function notesOf({ mark, differences, expectedBelow, above }: Merged): string[] {
  const notes = differences.map(
    ({ field, expected, actual }) =>
      `${field}: ${shortenBoth(expected, actual, longestNote).join(' -> ')}`,
  )
  if (mark !== 'moved') return notes
  const from = expectedBelow?.node?.span ?? expectedBelow?.line
  const below = from
    ? `below ${printService(from.service)}: ${printName(shorten(from.name, longestNote))}`
    : 'at the top'
  return [expectedBelow === above ? 'out of order' : `expected ${below}`, ...notes]
}
