type Env = Record<string, string | undefined>

/** Everything wrong with a process's environment, in one message. */
export class ConfigError extends Error {
  override name = 'ConfigError'

  constructor(problems: readonly string[]) {
    super(`configuration: ${problems.join('; ')}`)
  }
}

export interface EnvReader {
  /** Non-empty text; required unless a fallback is given. */
  text: (variable: string, fallback?: string) => string
  /** `http:`, `https:` or `postgres:` URL without a trailing slash. */
  url: (variable: string, fallback?: string) => string
  /** 0 to 65535; 0 lets the system choose. */
  port: (variable: string, fallback?: number) => number
  /** Whole milliseconds above zero. */
  milliseconds: (variable: string, fallback?: number) => number
  count: (variable: string, range: CountRange) => number
  /** The first of `allowed`, unless the variable names another. */
  oneOf: <const T extends string>(variable: string, allowed: readonly [T, ...T[]]) => T
  /** A value in a form that the caller describes. */
  value: <T>(variable: string, wanted: Wanted<T>) => T
}

export interface CountRange {
  least?: number
  most: number
  fallback?: number
}

export interface Wanted<T> {
  /** Ends the sentence "expected …". */
  expected: string
  /** Gives `undefined` for a text that has another form. */
  parse: (text: string) => T | undefined
  fallback?: T | undefined
  /** The message must not quote it. */
  secret?: boolean
}

/**
 * Reads a configuration in one go: every problem is collected, so that a fresh deployment fails
 * once with the whole list instead of once for each variable.
 *
 * @throws {ConfigError} naming each variable, what was expected and what came
 */
export function readEnv<T>(env: Env, read: (from: EnvReader) => T): T {
  const problems: string[] = []
  const config = read(reader(env, problems))
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function reader(env: Env, problems: string[]): EnvReader {
  function value<T>(variable: string, { expected, parse, fallback, secret }: Wanted<T>): T {
    const text = env[variable]?.trim()
    const parsed = text ? parse(text) : fallback
    if (parsed !== undefined) return parsed
    const came = text ? `got ${secret ? 'another form' : `"${text}"`}` : 'but it is not set'
    problems.push(`${variable}: expected ${expected}, ${came}`)
    return undefined as T // nobody sees it, since readEnv throws
  }
  return {
    value,
    text: (variable, fallback) =>
      value(variable, { expected: 'a text', parse: (text) => text, fallback }),
    url: (variable, fallback) =>
      // It is secret because a URL may hold a password.
      value(variable, { expected: 'a URL', parse: parseUrl, fallback, secret: true }),
    port: (variable, fallback) =>
      value(variable, { expected: 'a port (0 to 65535)', parse: wholeUpTo(65_535), fallback }),
    milliseconds: (variable, fallback) =>
      value(variable, { expected: 'whole milliseconds above 0', parse: positive, fallback }),
    count: (variable, { least = 1, most, fallback }) =>
      value(variable, {
        expected: `a whole number of ${least} to ${most}`,
        parse: (text) => atLeast(least, wholeUpTo(most)(text)),
        fallback,
      }),
    oneOf: (variable, allowed) =>
      value(variable, {
        expected: allowed.join(' or '),
        parse: (text) => allowed.find((name) => name === text),
        fallback: allowed[0],
      }),
  }
}

function parseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const known = ['http:', 'https:', 'postgres:', 'postgresql:'].includes(new URL(text).protocol)
  return known ? text.replace(/\/$/, '') : undefined
}

function positive(text: string): number | undefined {
  return wholeUpTo(2 ** 31 - 1)(text) || undefined
}

function atLeast(least: number, number: number | undefined): number | undefined {
  return number !== undefined && number >= least ? number : undefined
}

function wholeUpTo(most: number) {
  return (text: string) => (/^\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined)
}
