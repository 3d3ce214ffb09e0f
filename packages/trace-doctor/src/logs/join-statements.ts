import type { StatementPart } from './statement-part.ts'

/** What the database says of the statement of a span. */
export interface ServerSide {
  /** Of all its steps. */
  durationMs: number
  plan?: string
}

export interface JoinedLines<L> {
  /** By the id of the span that sent the statement. */
  servers: Map<string, ServerSide>
  /** All lines, but of each statement one, that has its whole time. */
  lines: L[]
}

interface Line {
  spanId?: string | undefined
  statement?: StatementPart | undefined
}

/**
 * Joins what PostgreSQL logged of a trace's statements to the spans that sent them, by the span id
 * in each statement's comment. The client's span has the time with the way there and back, the
 * server's lines the time without.
 */
export function joinStatements<L extends Line>(lines: readonly L[]): JoinedLines<L> {
  const bySpan = Map.groupBy(lines.filter(isTied), (line) => line.spanId ?? '')
  const servers = new Map([...bySpan].map(([spanId, own]) => [spanId, serverSide(own)]))
  const left = lines.flatMap((line) => {
    if (!isTied(line)) return [line]
    const { statement } = line
    if (statement.step === 'plan') return [line]
    if (line !== lastStep(bySpan.get(line.spanId ?? '') ?? [])) return []
    const durationMs = servers.get(line.spanId ?? '')?.durationMs ?? statement.durationMs
    return [{ ...line, statement: { ...statement, durationMs } }]
  })
  return { servers, lines: left }
}

type Tied<L extends Line> = L & { statement: StatementPart }

function isTied<L extends Line>(line: L): line is Tied<L> {
  return line.spanId !== undefined && line.statement !== undefined
}

/** A plan's time is a part of its statement's. */
function serverSide<L extends Line>(lines: Tied<L>[]): ServerSide {
  const steps = lines.filter(({ statement }) => statement.step !== 'plan')
  const plan = lines.find(({ statement }) => statement.plan !== undefined)?.statement.plan
  const sum = steps.reduce((all, { statement }) => all + statement.durationMs, 0)
  return { durationMs: Number(sum.toFixed(3)), ...(plan !== undefined && { plan }) }
}

const order: StatementPart['step'][] = ['plan', 'parse', 'bind', 'execute', 'statement']

/** They are written in one millisecond, so their times do not tell. */
function lastStep<L extends Line>(lines: Tied<L>[]): L | undefined {
  const rank = ({ statement }: Tied<L>) => order.indexOf(statement.step)
  return lines.reduce<Tied<L> | undefined>(
    (last, line) => (last && rank(last) >= rank(line) ? last : line),
    undefined,
  )
}
