/** What PostgreSQL says of a statement that it ran, or of one of its three steps. */
export interface StatementPart {
  /** `statement`: all of one without parameters. `plan`: how `auto_explain` saw it run. */
  step: 'statement' | 'parse' | 'bind' | 'execute' | 'plan'
  /** By the server's own clock. */
  durationMs: number
  /** One step of the plan a line, without values. */
  plan?: string
}

const timed = /^duration: (\d+(?:\.\d+)?) ms {2}((statement|parse|bind|execute)\b.*)$/s
const planned = /^duration: (\d+(?:\.\d+)?) ms {2}plan:\n(.*)$/s

/**
 * A message of `log_min_duration_statement` and its kin, or of `auto_explain`; any other message is
 * its own text. https://www.postgresql.org/docs/current/auto-explain.html
 */
export function readStatementPart(message: string): { part?: StatementPart; text: string } {
  const [, time, text = '', step] = timed.exec(message) ?? []
  if (time) return { part: { step: step as StatementPart['step'], durationMs: Number(time) }, text }
  const [, planTime, shown = ''] = planned.exec(message) ?? []
  if (!planTime) return { text: message }
  const plan = planOf(shown)
  const part: StatementPart = { step: 'plan', durationMs: Number(planTime), plan }
  return { part, text: `plan: ${plan}` }
}

/** What the planner compared with can be a person's: the shape of the plan does without. */
function planOf(shown: string): string {
  const lines = shown.split('\n')
  const first = lines.findIndex((line) => /\(cost=\d/.test(line)) // the query's own text is before
  return lines
    .slice(Math.max(0, first))
    .join('\n')
    .trimEnd()
    .replace(/'(?:[^']|'')*'/g, '?')
}
