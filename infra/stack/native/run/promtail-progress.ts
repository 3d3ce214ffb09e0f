import { expectText, until } from '@onetrace/processes'
import { samplesOf, sum } from './metrics-text.ts'

export interface Progress {
  /** Lines read of each file. */
  read: Map<string, number>
  sent: number
  /** Lines that Loki refused for good. */
  dropped: number
}

export interface SettledOptions {
  /** Whole lines of each followed file, as they are now. */
  countLines: () => Map<string, number>
  progress: () => Promise<Progress>
  deadlineMs?: number
}

/**
 * Resolves when Loki has every line that the followed files had at the call.
 *
 * Promtail counts a line when it reads it, and again when Loki has taken it. These counters cannot
 * be read at the same instant, so they are asked for twice. If at the first time at least as many
 * lines had been sent as had been read at the second time, no line was on its way at some moment
 * between.
 *
 * @throws {Error} when lines were dropped, or with what is still missing at the deadline
 */
export async function untilSettled(options: SettledOptions): Promise<void> {
  const { countLines, progress, deadlineMs = 120_000 } = options
  const wanted = countLines()
  const refused = new AbortController()
  const settled = async () => {
    const before = await progress()
    const now = await progress()
    if (now.dropped > 0) {
      refused.abort(new Error(`Promtail dropped ${now.dropped} lines, see its output`))
    }
    refused.signal.throwIfAborted()
    expectRead(wanted, now.read)
    expectSent(before, now)
  }
  const what = 'Promtail to send every line of the log files'
  await until(settled, { what, deadlineMs, signal: refused.signal })
}

function expectRead(wanted: Map<string, number>, read: Map<string, number>): void {
  const behind = [...wanted].filter(([path, lines]) => (read.get(path) ?? 0) < lines)
  if (behind.length === 0) return
  const files = behind.map(([path, lines]) => `${read.get(path) ?? 0} of ${lines} lines of ${path}`)
  throw new Error(`it has read ${files.join(', ')}`)
}

function expectSent(before: Progress, now: Progress): void {
  const read = [...now.read.values()].reduce((total, lines) => total + lines, 0)
  if (before.sent < read) throw new Error(`it has sent ${before.sent} of ${read} lines`)
}

const names = {
  read: 'promtail_read_lines_total',
  sent: 'promtail_sent_entries_total',
  dropped: 'promtail_dropped_entries_total',
}

/**
 * Promtail's own metrics, https://grafana.com/docs/loki/latest/send-data/promtail/#observability
 */
export function progressOf(text: string): Progress {
  const samples = samplesOf(text, Object.values(names))
  const named = (name: string) => samples.filter((sample) => sample.name === name)
  return {
    read: new Map(named(names.read).map(({ labels, value }) => [labels.path ?? '', value])),
    sent: sum(named(names.sent)),
    dropped: sum(named(names.dropped)),
  }
}

export async function fetchProgress(promtailUrl: string): Promise<Progress> {
  return progressOf(await expectText(`${promtailUrl}/metrics`))
}
