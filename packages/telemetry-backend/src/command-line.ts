import { parseArgs } from 'node:util'
import { ConfigError } from './config.ts'
import { allSettings } from './settings.ts'

export interface CommandLine {
  help: boolean
  version: boolean
  /** The environment, in which the flags have replaced their variables. */
  env: Record<string, string | undefined>
}

/**
 * @throws {ConfigError} that names an option which is not known or has no value
 */
export function readCommandLine(
  args: string[],
  env: Record<string, string | undefined>,
): CommandLine {
  const flags = parse(args)
  const given = allSettings.flatMap(({ flag, variable }) => {
    const value = flags[flag]
    return typeof value === 'string' ? [[variable, value] as const] : []
  })
  return {
    help: flags.help === true,
    version: flags.version === true,
    env: { ...env, ...Object.fromEntries(given) },
  }
}

function parse(args: string[]): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const
  const options = {
    ...Object.fromEntries(allSettings.map(({ flag }) => [flag, text])),
    help: { type: 'boolean', short: 'h' } as const,
    version: { type: 'boolean' } as const,
  }
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${reason.split(/\.?\s*\n|\. /)[0]}. --help lists the options`, { cause })
  }
}

/** A message that names a variable names its flag, too. */
export function nameFlags(message: string): string {
  const variables = allSettings.map(({ variable }) => variable).join('|')
  return message.replace(new RegExp(`\\b(${variables})\\b`), (variable) => {
    const { flag } = allSettings.find((setting) => setting.variable === variable) ?? {}
    return `--${flag} (${variable})`
  })
}
