import { styleText } from 'node:util'
import { type Contract, isSame, parseSpanTree } from '@onetrace/span-tree'
import { buildTree, type Trace } from '@onetrace/spans'
import { fetchTrace, searchTraces } from '@onetrace/spans/jaeger'
import { readTraceFile } from '@onetrace/spans/trace-file'
import { diagnose } from '../../diagnose.ts'
import { bySeverity, type Finding, isComplaint, printFinding } from '../../finding.ts'
import { readLogFile } from '../../logs/log-file.ts'
import type { DiagnoseRequest } from '../../subject.ts'
import {
  type Command,
  expectArguments,
  jsonOption,
  serverOptions,
  type Terminal,
  textOf,
  type Values,
} from '../command.ts'
import { readContract } from '../contract-input.ts'
import { gather } from '../gather.ts'
import { findFile, loadTrace } from '../inputs.ts'
import { toJson } from '../json.ts'
import { jaegerUrl } from '../server.ts'
import { findTraceId } from '../trace-id.ts'
import { UsageError } from '../usage-error.ts'

const hour = 3_600_000_000_000n
const latest = 20

export const doctor: Command = {
  usage: 'doctor <id | file | service> [options]',
  summary: 'Says what broke a trace: what, where, the likely cause, what to change',
  options: {
    contract: { value: 'file', help: 'what the trace should be: explains what differs' },
    'allow-baggage': { value: 'names', help: 'baggage that may travel, as in a,b,tenant.*' },
    logs: { value: 'file', help: 'log lines out of a file instead of Loki' },
    'no-logs': { help: 'without log lines' },
    ...serverOptions,
    ...jsonOption,
  },
  details: `Of a service its latest ${latest} traces are looked at. Beside a trace by its id stand those of the same
time and of the minutes before; beside one in a file the others of that file.
Exit code: 1 for an error or a warning; a note explains what only looks wrong.`,
  async run({ positionals, values }, to) {
    const [name = ''] = expectArguments(positionals, ['one trace id, file or service'])
    const { contract, ...extras } = await readExtras(values)
    const requests = await requestsFor(name, values, to)
    const judged = judgedBy(contract, requests)
    const results = withoutRepeats(
      requests.map((request) => ({
        trace: request.trace,
        findings: diagnose({
          ...request,
          ...extras,
          ...(contract && judged.has(request.trace) && { contract }),
        }),
      })),
    )
    to.out(values.json ? toJson(results.map(resultToJson)) : printResults(results, to.color))
    return results.some(({ findings }) => findings.some(isComplaint)) ? 1 : 0
  },
}

/** Of many traces those that begin as the contract does; all where none does, so that it is told. */
function judgedBy(contract: Contract | undefined, requests: DiagnoseRequest[]): Set<Trace> {
  const traces = requests.map(({ trace }) => trace)
  const begins = traces.filter((trace) =>
    buildTree(trace).some((root) => contract?.roots.lines.some((line) => isSame(line, root))),
  )
  return new Set(begins.length > 0 ? begins : traces)
}

interface Extras extends Omit<Partial<DiagnoseRequest>, 'contract'> {
  contract?: Contract
}

async function readExtras(values: Values): Promise<Extras> {
  const contract = textOf(values, 'contract')
  const logs = textOf(values, 'logs')
  const baggage = values['allow-baggage']
  return {
    ...(contract && { contract: await readContract(contract, parseSpanTree) }),
    ...(logs && { logs: await readLogFile(logs) }),
    ...(typeof baggage === 'string' && { allowedBaggage: baggage.split(',').map((n) => n.trim()) }),
  }
}

/** A name that is neither an id nor a file is a service's. */
async function requestsFor(name: string, values: Values, to: Terminal): Promise<DiagnoseRequest[]> {
  const file = findFile(name)
  const url = jaegerUrl(values, to.env)
  const traceId = findTraceId(name)
  if (traceId) return gather([await fetchTrace({ url, traceId })], values, to)
  if (file) return fromFile(name, { all: await readTraceFile(file.path), values, to })
  if (/[\\/]|\.jsonl?$/.test(name)) throw new UsageError(`there is no file ${name}`)
  const now = BigInt(Date.now()) * 1_000_000n
  const search = { url, service: name, start: now - 48n * hour, end: now + hour, limit: latest }
  const traces = await searchTraces(search)
  if (traces.length === 0) throw new UsageError(`no traces of service ${name} at ${url}`)
  return gather(traces, values, to)
}

interface FileInput {
  all: Trace[]
  values: Values
  to: Terminal
}

async function fromFile(name: string, { all, values, to }: FileInput): Promise<DiagnoseRequest[]> {
  const wanted = findFile(name)?.which ? [await loadTrace(name, values, to)] : all
  return wanted.map((trace) => ({ trace, others: all }))
}

interface Result {
  trace: Trace
  findings: Finding[]
}

/** A hop that is lost between two traces is found from either; it is told once. */
function withoutRepeats(results: Result[]): Result[] {
  const told = new Set<string>()
  return results.map(({ trace, findings }) => ({
    trace,
    findings: findings.filter((finding) => {
      const line = printFinding(finding)
      return !told.has(line) && told.add(line)
    }),
  }))
}

function resultToJson({ trace, findings }: Result) {
  return { traceId: trace.traceId, findings }
}

const styles = { error: 'red', warning: 'yellow', note: 'cyan' } as const

/** One line for each cause: of many traces that share it the first is shown. */
function printResults(results: Result[], color: boolean): string {
  const all = results.flatMap(({ trace, findings }) =>
    findings.map((finding) => ({ finding, traceId: trace.traceId })),
  )
  if (all.length === 0) return nothingFound(results)
  const sorted = all.toSorted((a, b) => bySeverity(a.finding, b.finding))
  const several = results.length > 1
  const alike = Map.groupBy(sorted, (told) => (several ? keyOf(told) : told))
  const lines = [...alike.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const ids = new Set(group.map(({ traceId }) => traceId))
    const more = ids.size > 1 ? ` and ${ids.size - 1} more` : ''
    const where = several ? ` [trace ${first.traceId}${more}]` : ''
    return paint(first.finding, color) + where
  })
  return `${lines.join('\n')}\n`
}

interface Told {
  finding: Finding
  traceId: string
}

/** Ids and times differ from trace to trace. */
function keyOf({ finding }: Told): string {
  const { check, severity, what, where, cause, cure } = finding
  const words = [check, severity, what, where, cause, cure].join(' ')
  return words.replace(/\b[0-9a-f]{32}\b|\b[0-9a-f]{16}\b|\d+(\.\d+)? ms/g, '*')
}

function nothingFound(results: Result[]): string {
  const [only, ...more] = results
  const where =
    only && more.length === 0 ? `trace ${only.trace.traceId}` : `${results.length} traces`
  return `nothing found in ${where}\n`
}

function paint(finding: Finding, color: boolean): string {
  const line = printFinding(finding)
  if (!color) return line
  const { severity } = finding
  return (
    styleText(styles[severity], severity, { validateStream: false }) + line.slice(severity.length)
  )
}
