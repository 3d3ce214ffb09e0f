/**
 * The expressions that an alert compares with numbers. They have data while all is well, where the
 * alert itself has none. It understands comparisons with a number and `absent(selector)`, joined by
 * `and` and `or`.
 *
 * @throws {Error} naming a part of another form
 */
export function alertOperands(expr: string): string[] {
  return expr
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(/ (?:and|or) /)
    .map((part) => {
      const found = comparison.exec(part) ?? absent.exec(part)
      if (found?.[1]) return found[1]
      throw new Error(`expected a comparison with a number, or absent(...), got ${part} in ${expr}`)
    })
}

const selector = String.raw`[\w:]+(?:\{[^}]*\})?`
const comparison = new RegExp(String.raw`^(${selector}) (?:==|>=|<=|>|<) [\d.]+$`)
const absent = new RegExp(String.raw`^absent\((${selector})\)$`)
