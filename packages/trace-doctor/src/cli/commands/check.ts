import { compareSpanTree, parseSpanTree, printDifference, sentencesOf } from '@onetrace/span-tree'
import { type Command, expectArguments, jsonOption, serverOptions } from '../command.ts'
import { readContract } from '../contract-input.ts'
import { loadTrace } from '../inputs.ts'
import { toJson } from '../json.ts'

export const check: Command = {
  usage: 'check <id | file> <contract file> [options]',
  summary: 'Compares a trace with its contract, exactly',
  options: { url: serverOptions.url ?? { help: '' }, ...jsonOption },
  details: 'Exit code: 0 the trace is what the contract says, 1 it is not.',
  async run({ positionals, values }, to) {
    const names = ['a trace id or file', 'a contract file']
    const [name = '', file = ''] = expectArguments(positionals, names)
    const contract = await readContract(file, parseSpanTree)
    const trace = await loadTrace(name, values, to)
    const comparison = compareSpanTree(contract, trace)
    const sentences = sentencesOf(comparison.findings)
    const same = sentences.length === 0
    const text = same
      ? `trace ${trace.traceId} is what ${file} says\n`
      : `${printDifference(comparison, { color: to.color })}\n`
    to.out(
      values.json ? toJson({ traceId: trace.traceId, matches: same, findings: sentences }) : text,
    )
    return same ? 0 : 1
  },
}
