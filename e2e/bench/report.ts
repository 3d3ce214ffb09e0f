export interface Round {
  variant: string
  cpuMicros: number
  perSecond: number
}

export interface Outcome {
  name: string
  readyMs: number
  residentMegabytes: number
  spans: number
  /** Undefined where chance decides how many. */
  expectedSpans: number | undefined
}

/** A table as text; ratios are of one round each, to the variant that comes first. */
export function table(rounds: Round[][], outcomes: Outcome[]): string {
  const [base] = outcomes
  const head = ['', 'CPU us/request', 'ratio', 'req/s', 'RSS MB', 'start ms', 'spans']
  const lines = outcomes.map((outcome) => {
    const own = rounds.map((round) => find(round, outcome.name))
    const ratios = rounds.map(
      (round) => find(round, base?.name).cpuMicros / find(round, outcome.name).cpuMicros,
    )
    return [
      outcome.name,
      spread(own.map(({ cpuMicros }) => cpuMicros)),
      spread(ratios, 2),
      spread(own.map(({ perSecond }) => perSecond)),
      outcome.residentMegabytes.toFixed(0),
      outcome.readyMs.toFixed(0),
      spansOf(outcome),
    ]
  })
  return columns([head, ...lines])
}

function spansOf({ spans, expectedSpans }: Outcome): string {
  const isWhole = expectedSpans === undefined || spans === expectedSpans
  return isWhole ? String(spans) : `${spans} of ${expectedSpans}: LOST`
}

function find(round: Round[], name: string | undefined): Round {
  const found = round.find(({ variant }) => variant === name)
  if (!found) throw new Error(`expected a measure of ${name} in each round, got none`)
  return found
}

/** The median, and the least and the most. */
function spread(values: number[], digits = 0): string {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, middle, most] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map((at) =>
    (sorted[at] ?? Number.NaN).toFixed(digits),
  )
  return `${middle} (${least}-${most})`
}

function columns(rows: string[][]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
