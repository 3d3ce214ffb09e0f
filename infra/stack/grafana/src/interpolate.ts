export type Values = Record<string, string>

/**
 * Fills in Grafana's variables: `$name`, `${name}` and `${name:format}`, and built-in ones such as
 * `$__rate_interval` or `${__span.tags["http.route"]}`.
 *
 * @throws {Error} naming a variable that has no value: Grafana would send it as it stands
 */
export function interpolate(text: string, values: Values): string {
  return text.replaceAll(variable, (_all, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? ''
    const value = values[name]
    if (value !== undefined) return value
    throw new Error(
      `expected a variable of ${Object.keys(values).join(', ')}, got ${name} in ${text}`,
    )
  })
}

const variable = /\$(?:(\w+)|\{([\w.]+(?:\["[^"]*"\])?)(?::\w+)?\})/g
