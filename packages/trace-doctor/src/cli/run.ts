import { JaegerError } from '@onetrace/spans/jaeger'
import { TraceFileError } from '@onetrace/spans/trace-file'
import { LogFileError } from '../logs/log-file.ts'
import { type Command, type Exit, parseCommandLine, type Terminal } from './command.ts'
import { check } from './commands/check.ts'
import { diff } from './commands/diff.ts'
import { doctor } from './commands/doctor.ts'
import { ls } from './commands/ls.ts'
import { show } from './commands/show.ts'
import { commandHelp, overview } from './help.ts'
import { UsageError } from './usage-error.ts'

const commands: Record<string, Command> = { ls, check, diff, doctor }
const asked = ['--help', '-h', 'help']

/** Does what a command line says; resolves to the exit code. */
export async function run(args: string[], terminal: Terminal): Promise<Exit> {
  const to = { ...terminal, warn: once(terminal.warn) }
  try {
    const [first = ''] = args
    if (asked.includes(first)) return help(args[1], to)
    const named = Object.hasOwn(commands, first) ? commands[first] : undefined
    const command = named ?? show
    const given = parseCommandLine(command, named ? args.slice(1) : args)
    if (!given.values.help) return await command.run(given, to)
    return named ? help(first, to) : help(undefined, to)
  } catch (error) {
    if (!isExpected(error)) throw error
    to.warn(error.message)
    return 2
  }
}

function help(name: string | undefined, to: Terminal): Exit {
  const command = name === 'show' ? show : commands[name ?? '']
  to.out(command ? commandHelp(command) : overview([show, ...Object.values(commands)]))
  return 0
}

/** Of many traces each may find that there is no Loki; that is said once. */
function once(warn: Terminal['warn']): Terminal['warn'] {
  const said = new Set<string>()
  return (text) => {
    if (!said.has(text)) warn(text)
    said.add(text)
  }
}

/** What is no mistake of this program; anything else is shown with its stack. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    error instanceof JaegerError ||
    error instanceof TraceFileError ||
    error instanceof LogFileError
  )
}
