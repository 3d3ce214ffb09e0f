import {
  diffTraces,
  durationsOf,
  printTraceDifference,
  sentencesOfTraces,
} from '@onetrace/span-tree'
import { type Command, expectArguments, jsonOption, serverOptions } from '../command.ts'
import { loadTrace } from '../inputs.ts'
import { toJson } from '../json.ts'

export const diff: Command = {
  usage: 'diff <id | file> <id | file> [options]',
  summary: 'Shows what is otherwise in the second trace than in the first',
  options: {
    timing: { help: 'the durations of both, side by side' },
    url: serverOptions.url ?? { help: '' },
    ...jsonOption,
  },
  details: `Compared are structure, kinds, status and HTTP status codes, never durations or ids.
Exit code: 0 both are the same tree, 1 they are not.`,
  async run({ positionals, values }, to) {
    const names = ['a trace id or file', 'another']
    const [first = '', second = ''] = expectArguments(positionals, names)
    const [before, after] = await Promise.all([
      loadTrace(first, values, to),
      loadTrace(second, values, to),
    ])
    const difference = diffTraces(before, after)
    const findings = sentencesOfTraces(difference.findings)
    const json = { first: before.traceId, second: after.traceId, same: !findings.length, findings }
    const timing = values.timing === true
    to.out(
      values.json
        ? toJson({ ...json, ...(timing && { durations: durationsOf(difference) }) })
        : `${printTraceDifference(difference, { color: to.color, timing })}\n`,
    )
    return findings.length > 0 ? 1 : 0
  },
}
