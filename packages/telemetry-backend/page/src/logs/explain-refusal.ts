const parseError = /^parse error at line (\d+), col (\d+): (?:syntax error: )?(.*)$/s

/** Puts Loki's answer to a query that it refuses into words for the person who wrote the query. */
export function explainRefusal(query: string, answer: string): string {
  if (answer.includes('queries require at least one')) {
    return 'The braces have to name a label that is not empty, such as {service_name=~".+"}.'
  }
  const [, line, column, reason] = parseError.exec(answer) ?? []
  if (!reason) return answer
  const rest = query
    .split('\n')
    [Number(line) - 1]?.slice(Number(column) - 1)
    .trim()
  if (!rest || reason.includes('end of the query')) return 'The query is not finished at its end.'
  return `The query cannot be read from “${shorten(rest)}” on: ${reason}.`
}

/** The query for lines that hold these words, for a reader who typed words instead of a query. */
export function queryForWords(text: string): string | undefined {
  const words = text.trim()
  if (words === '' || words.includes('{')) return undefined
  return `{service_name=~".+"} |= ${JSON.stringify(words)}`
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
