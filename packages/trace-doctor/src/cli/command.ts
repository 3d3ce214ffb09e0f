import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

/** What a command may touch. */
export interface Terminal {
  env: NodeJS.ProcessEnv
  color: boolean
  out(text: string): void
  /** A word on the side, that is no result. */
  warn(text: string): void
}

export type Values = Record<string, string | boolean | string[] | undefined>

/** Resolves to the exit code. */
export type Run = (given: { positionals: string[]; values: Values }, to: Terminal) => Promise<Exit>

/** 0: nothing found. 1: something differs or is wrong. 2: the question could not be answered. */
export type Exit = 0 | 1 | 2

export interface Option {
  /** The word for its value in the help; none for a switch. */
  value?: string
  help: string
}

export interface Command {
  usage: string
  summary: string
  /** Below the options in its help. */
  details?: string
  options: Record<string, Option>
  run: Run
}

export const serverOptions: Record<string, Option> = {
  url: { value: 'url', help: "Jaeger's query API (ONETRACE_JAEGER_URL, http://localhost:16686)" },
  loki: { value: 'url', help: 'Loki (ONETRACE_LOKI_URL, http://localhost:3100)' },
}

export const jsonOption: Record<string, Option> = {
  json: { help: 'one JSON document instead of text' },
}

/** Throws UsageError. */
export function parseCommandLine(command: Command, args: string[]) {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, { value }] of Object.entries(command.options)) {
    options[name] = { type: value ? 'string' : 'boolean' }
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { positionals, values: values as Values }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${why.split('. ')[0]} (see --help)`, { cause })
  }
}

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** As many positional arguments as it has names, or it says which are missing. */
export function expectArguments(positionals: string[], names: string[]): string[] {
  if (positionals.length === names.length) return positionals
  const wanted = names.join(' and ') || 'no argument'
  throw new UsageError(`expected ${wanted}, got ${positionals.length} (see --help)`)
}
